"""Routes below `/api/` by which what was said about photos comes in from other programs, and goes out.

No path comes with a request: files are chosen in the window's dialogs, or their content is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body, parse_texts

if TYPE_CHECKING:
    from gallery.library.transfer import TransferController
    from gallery.web.desktop_protocol import Desktop

BESIDE = ("picasa", "takeout")
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def add_transfer(blueprint: Blueprint, transfer: TransferController, desktop: Desktop) -> None:
    """Add the routes that show what would come, bring it in, forget it, and export."""

    @blueprint.post("/imports")
    def preview_import() -> Response:
        """Show what would come; null where the dialog was left."""
        body = parse_body()
        source = body.get("from")
        if source in BESIDE:
            return jsonify(preview=transfer.preview_beside(source))
        if source == "content":
            name, text = parse_texts(body, "name", "text")
            return jsonify(preview=transfer.preview_content(text.encode("utf-8", "surrogatepass"), name))
        if source != "file":
            raise BadRequestError("The field `from` is file, content, picasa or takeout.")
        path = desktop.choose_file()
        return jsonify(preview=None if path is None else transfer.preview_file(path))

    @blueprint.post("/imports/<id:number>/apply")
    def apply_import(number: int) -> Response:
        body = parse_body()
        kinds, replace = _parse_kinds(body), body.get("replace", False)
        if type(replace) is not bool:
            raise BadRequestError("The field `replace` is true or false.")
        return jsonify(transfer.apply(number, kinds, replace=replace))

    @blueprint.delete("/imports")
    def forget_import() -> Response:
        transfer.forget()
        return jsonify({})

    @blueprint.get("/export")
    def export() -> Response:
        form = _parse_form(request.args.get("form"))
        content = b"".join(transfer.export(form))  # whole, so that an error is an answer and no broken file
        return Response(content, content_type=TYPES[form])

    @blueprint.post("/export")
    def export_to_file() -> Response:
        """Write the file where the user chooses; null where the dialog was left."""
        form = _parse_form(parse_body().get("form"))
        path = desktop.choose_new_file(f"shoebox.{form}")
        return jsonify(written=None if path is None else transfer.export_to(path, form))


def _parse_kinds(body: dict[str, Any]) -> list[str]:
    kinds = body.get("kinds")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise BadRequestError("The field `kinds` is a list of texts.")
    return kinds


def _parse_form(form: object) -> str:
    if form not in TYPES:
        raise BadRequestError("The form is json or csv.")
    return str(form)
