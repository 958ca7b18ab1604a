"""Signatures as others publish them: RFC 4231, nginx's documentation, and CloudFront's canned policy."""

from __future__ import annotations

import base64
import hmac
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    generate_private_key,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
    rsa_recover_private_exponent,
)
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from gallery.site.config import Links
from gallery.site.config_table import ConfigError
from gallery.site.signers import CloudFrontSigner, HmacSigner, SecureLinkSigner, Signer, canned_policy, make_signer

SECRET = "x" * 32
_P = int(
    "e5b98a0da4f39e910d195ab3e0279af173c7facc6dfb655a030627b1aad55284"
    "81795b7c58b96856e6461bd2196261f92ad79712eedf66f79877d5025fff123f",
    16,
)
_Q = int(
    "d6ff65fd63756b5377ace2b8546a02a24c7b911d92c933126d9805f4858934eb"
    "a047f599c3b1d39e38a93b773d772d4cb3da542b0505e3a77bd38f5c93c1f075",
    16,
)
"""Primes of the key of a published example."""
SIGNERS: list[Signer] = [HmacSigner(SECRET), SecureLinkSigner(SECRET)]


def test_secure_link_is_that_of_the_documentation_of_nginx() -> None:
    """The example of ngx_http_secure_link_module: '2147483647/s/link127.0.0.1 secret'."""
    signed = SecureLinkSigner("secret").sign("", "/s/link", 2147483647, "127.0.0.1")
    assert signed == {"expires": "2147483647", "md5": "_e4Nc3iduzkWRm01TBBNYw"}


def test_hmac_is_that_of_the_rfc(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 4231, test case 2, in base64url; the message is put in for ours."""
    expected = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    real, seen = hmac.digest, list[bytes]()

    def digest(key: bytes, message: bytes, name: str) -> bytes:
        seen.append(message)
        return real(key, b"what do ya want for nothing?", name)

    monkeypatch.setattr("gallery.site.signers.hmac.digest", digest)
    signed = HmacSigner("Jefe").sign("", "/a", 7, "h")
    assert signed["signature"] == base64.urlsafe_b64encode(expected).decode().rstrip("=")
    assert seen == [b"/a\n7\nh"]


def test_the_policy_has_no_space_and_signs_the_whole_address() -> None:
    assert canned_policy("http://d604721fxaaqy9.cloudfront.net/horizon.jpg?large=yes&license=yes", 1258237200) == (
        b'{"Statement":[{"Resource":"http://d604721fxaaqy9.cloudfront.net/horizon.jpg?large=yes&license=yes",'
        b'"Condition":{"DateLessThan":{"AWS:EpochTime":1258237200}}}]}'
    )


@pytest.fixture
def published_key() -> str:
    """The key of the published example, from its primes, as PEM."""
    modulus, secret = _P * _Q, rsa_recover_private_exponent(65537, _P, _Q)
    others = rsa_crt_dmp1(secret, _P), rsa_crt_dmq1(secret, _Q), rsa_crt_iqmp(_P, _Q)
    key = RSAPrivateNumbers(_P, _Q, secret, *others, RSAPublicNumbers(65537, modulus)).private_key()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_cloudfront_is_that_of_the_published_example(published_key: str) -> None:
    """The canned policy of Amazon's documentation, as boto signs it in tests/unit/cloudfront/test_signed_urls.py."""
    address = "http://d604721fxaaqy9.cloudfront.net/horizon.jpg?large=yes&license=yes"
    assert CloudFrontSigner(published_key, "PK123456789754").sign(address, "/horizon.jpg", 1258237200, "") == {
        "Expires": "1258237200",
        "Signature": "Nql641NHEUkUaXQHZINK1FZ~SYeUSoBJMxjdgqrzIdzV2gyEXPDNv0pYdWJkflDKJ3xIu7lbwRpSkG98NBlgPi4ZJpRRnVX4kXAJ"
        "K6tdNx6FucDB7OVqzcxkxHsGFd8VCG1BkC-Afh9~lOCMIYHIaiOB6~5jt9w2EOwi6sIIqrg_",
        "Key-Pair-Id": "PK123456789754",
    }


def test_cloudfront_can_verify_what_is_signed() -> None:
    key = generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    address = "https://cdn.example.org/picture/thumb-320-3/00/1.jpg"
    signed = CloudFrontSigner(pem, "K2JCJMDEHXQW5F").sign(address, "/picture/thumb-320-3/00/1.jpg", 1258237200, "")
    assert signed["Key-Pair-Id"] == "K2JCJMDEHXQW5F"
    assert signed["Expires"] == "1258237200"
    assert not set(signed["Signature"]) & set("+=/")
    signature = base64.b64decode(signed["Signature"].translate(str.maketrans("-_~", "+=/")))
    key.public_key().verify(signature, canned_policy(address, 1258237200), PKCS1v15(), SHA1())


@pytest.mark.parametrize("signer", SIGNERS)
def test_what_was_signed_is_good_until_it_ends(signer: Signer) -> None:
    now = int(time.time())
    signed = signer.sign("", "/picture/a.jpg", now + 10, "me")
    assert signer.is_good("/picture/a.jpg", signed, "me", now)
    assert not signer.is_good("/picture/a.jpg", signed, "me", now + 10)
    assert not signer.is_good("/picture/b.jpg", signed, "me", now)
    assert not signer.is_good("/picture/a.jpg", signed, "you", now)
    for name in signed:
        assert not signer.is_good("/picture/a.jpg", {**signed, name: signed[name] + "0"}, "me", now)
        assert not signer.is_good(
            "/picture/a.jpg", {other: signed[other] for other in signed if other != name}, "me", now
        )


@given(st.sampled_from(SIGNERS), st.text(), st.text(), st.text(), st.text())
def test_no_arguments_are_good_by_chance_or_raise(signer: Signer, path: str, expires: str, sent: str, who: str) -> None:
    arguments = {"expires": expires, "md5": sent, "signature": sent}
    assert not signer.is_good(path, arguments, who, 0)


@pytest.mark.parametrize("signer", [HmacSigner(SECRET), SecureLinkSigner(SECRET)])
@pytest.mark.parametrize(
    "expires", ["", "x", "9e99", "-1", "+9", " 9999999999", "9999999999.0", "\u00b2", "\u0669" * 10]
)
def test_an_end_that_is_no_number_has_come(signer: HmacSigner | SecureLinkSigner, expires: str) -> None:
    """Even with a right signature, which nobody has made."""
    signature = signer._signature("/a", expires, "me")
    assert not signer.is_good("/a", {"expires": expires, "md5": signature, "signature": signature}, "me", 0)


@pytest.mark.parametrize("signer", SIGNERS)
def test_bytes_that_are_no_text_are_refused_without_an_error(signer: Signer) -> None:
    odd = "\udcff"
    assert not signer.is_good(odd, {"expires": odd, "md5": odd, "signature": odd}, odd, 0)


ED25519 = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
RSA_WITH_PASSWORD = (
    generate_private_key(65537, 2048)
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    .decode()
)


@pytest.mark.parametrize("key", ["x" * 40, ED25519, RSA_WITH_PASSWORD], ids=["none", "another kind", "locked"])
def test_a_key_that_cloudfront_has_no_use_for_is_a_sentence(key: str) -> None:
    with pytest.raises(ConfigError, match=r"^The file of `links.secret_file` is no private RSA key"):
        make_signer(Links("cloudfront", key, "K1", "https://cdn.example.org", 3600, "x" * 40))
