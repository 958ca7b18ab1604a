"""Signed, expiring links: an address that says until when it is good, and proves that we made it.

A link may be bound to one browser: what is signed then includes the value of a cookie that only this browser has, so
that a link that is passed on is worth nothing. CDNs of another origin get no cookie; their links are good for whoever
has them, until they end.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Protocol

from gallery.site.config_table import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.site.config import Links


class Signer(Protocol):
    """Makes and checks the part of an address behind the `?` that signs it."""

    def sign(self, address: str, path: str, expires: int, holder: str) -> dict[str, str]:
        """Return the arguments that sign an address.

        Args:
            address: the whole of it, with its other arguments, as the browser will ask for it.
            path: of it, decoded.
            expires: seconds since 1970.
            holder: the cookie's value to which the link is bound; empty for nobody's.
        """

    def is_good(self, path: str, arguments: Mapping[str, str], holder: str, now: float) -> bool:
        """Return whether the arguments sign this path for this holder, and have not expired. In constant time."""


class HmacSigner:
    """HMAC-SHA256 (RFC 2104) of path, end and holder, each on a line: for our own check, and for Workers of a CDN."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()

    def sign(self, address: str, path: str, expires: int, holder: str) -> dict[str, str]:  # noqa: ARG002
        """Return `expires` and `signature`."""
        return {"expires": str(expires), "signature": self._signature(path, str(expires), holder)}

    def is_good(self, path: str, arguments: Mapping[str, str], holder: str, now: float) -> bool:
        """Return whether they do."""
        expires = arguments.get("expires", "")
        right = _equal(self._signature(path, expires, holder), arguments.get("signature", ""))
        return right and _ends_later(expires, now)

    def _signature(self, path: str, expires: str, holder: str) -> str:
        message = f"{path}\n{expires}\n{holder}".encode("utf-8", "surrogatepass")
        return _url_safe(hmac.digest(self._key, message, "sha256"))


class SecureLinkSigner:
    """nginx's `secure_link_md5 "$secure_link_expires$uri$cookie_NAME SECRET"`: MD5, as that module knows no other."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, address: str, path: str, expires: int, holder: str) -> dict[str, str]:  # noqa: ARG002
        """Return `expires` and `md5`."""
        return {"expires": str(expires), "md5": self._signature(path, str(expires), holder)}

    def is_good(self, path: str, arguments: Mapping[str, str], holder: str, now: float) -> bool:
        """Return whether they do."""
        expires = arguments.get("expires", "")
        right = _equal(self._signature(path, expires, holder), arguments.get("md5", ""))
        return right and _ends_later(expires, now)

    def _signature(self, path: str, expires: str, holder: str) -> str:
        message = f"{expires}{path}{holder} {self._secret}".encode("utf-8", "surrogatepass")
        return _url_safe(hashlib.md5(message, usedforsecurity=False).digest())


class CloudFrontSigner:
    """CloudFront's canned policy: RSA with SHA-1 over a JSON text, in CloudFront's own base64.

    CloudFront checks the links; what comes from it to us proves itself by the secret of the CDN alone.

    Args:
        private_key: RSA, as PEM.
        key_id: of the public key, as CloudFront calls it.

    Raises:
        ValueError, TypeError: the key is no RSA key.
        ImportError: the package `cryptography` is not installed.
    """

    def __init__(self, private_key: str, key_id: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(private_key.encode(), None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("another kind of key")
        self._key = key
        self._key_id = key_id

    def sign(self, address: str, path: str, expires: int, holder: str) -> dict[str, str]:  # noqa: ARG002
        """Return `Expires`, `Signature` and `Key-Pair-Id`."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA1

        signature = self._key.sign(canned_policy(address, expires), PKCS1v15(), SHA1())  # noqa: S303
        text = base64.b64encode(signature).decode().translate(_CLOUDFRONT)
        return {"Expires": str(expires), "Signature": text, "Key-Pair-Id": self._key_id}

    def is_good(self, path: str, arguments: Mapping[str, str], holder: str, now: float) -> bool:  # noqa: ARG002
        """Return True: CloudFront has checked the link and passes no signature on; its secret header proves it."""
        return True


_CLOUDFRONT = str.maketrans("+=/", "-_~")


def make_signer(links: Links) -> Signer:
    """Return the signer that the file of a site names.

    Raises:
        ConfigError: its key is of another kind, or a package that it needs is not installed.
    """
    if links.signer == "secure_link":
        return SecureLinkSigner(links.secret)
    if links.signer == "hmac":
        return HmacSigner(links.secret)
    try:
        return CloudFrontSigner(links.secret, links.key_id)
    except ImportError as error:
        raise ConfigError(
            "The signer cloudfront needs the package cryptography: install shoebox[cloudfront]."
        ) from error
    except (ValueError, TypeError) as error:
        raise ConfigError("The file of `links.secret_file` is no private RSA key as PEM without a password.") from error


def canned_policy(address: str, expires: int) -> bytes:
    """Return the policy that CloudFront makes of an address by itself: without a single space."""
    statement = {"Resource": address, "Condition": {"DateLessThan": {"AWS:EpochTime": expires}}}
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()


def _url_safe(digest: bytes) -> str:
    """Return base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _equal(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _ends_later(expires: str, now: float) -> bool:
    return expires.isascii() and expires.isdigit() and int(expires) > now
