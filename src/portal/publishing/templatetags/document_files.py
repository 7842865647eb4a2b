"""The files of a document on a page: on the desk with their findings, on the site to download."""

from typing import Any

from django import template

from portal.publishing import files
from portal.publishing.models import Document

register = template.Library()


@register.inclusion_tag("publishing/desk/file_list.html")
def desk_files(document: Document, may_edit: bool = False) -> dict[str, Any]:
    """Show the files of the working version, what was found in them, and how to change them."""
    found = files.of_version(document.working)
    return {
        "document": document,
        "files": found,
        "may_edit": may_edit,
        "unjustified": {one.pk for one in files.unjustified(document)},
        "open": any(finding["open"] for one in found for finding in one.findings),
    }


@register.inclusion_tag("publishing/site_file_list.html")
def site_files(document: Document) -> dict[str, Any]:
    """Show the files of the version that the public sees."""
    return {"files": files.of_version(document.shown)}


@register.filter
def suffix(name: str) -> str:
    """Return the ending of a file name in capitals, as people call the format: PDF, DOCX."""
    return name.rpartition(".")[2].upper() if "." in name else ""
