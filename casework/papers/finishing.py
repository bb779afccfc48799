"""The last strokes on a file: one metadata packet for both standards, and the field to sign."""

from typing import Any, Final

import pydyf
from weasyprint import Document

from casework.papers.tagging import SignatureFrame

SIGNATURE_FIELD: Final = "Signature"
POINTS_PER_PIXEL: Final = 0.75

_WIDGET_FLAGS: Final = 4 | 128
"""Print, locked (ISO 32000-1, table 165)."""

_PDF_UA: Final = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A allows a property that it does not know only beside its description (ISO 19005-3, 6.6.2.3)."""


def declare_accessible(document: Document) -> None:
    """Let the PDF/A metadata say PDF/UA-1 as well: WeasyPrint writes one standard per file."""
    original = document.metadata.generate_rdf_metadata

    def with_pdf_ua(*variant: Any) -> bytes:
        head, end, tail = original(*variant).rpartition(b"</rdf:RDF>")
        return bytes(head + _PDF_UA + end + tail)

    document.metadata.generate_rdf_metadata = with_pdf_ua


def add_signature_field(document: Document, pdf: pydyf.PDF, frame: SignatureFrame) -> None:
    """An empty signature field on its frame, known to the structure tree: PDF/UA wants it so when visible."""
    objects = {item.reference: item for item in pdf.objects[1:]}
    page = pdf.page_references[frame.page]
    parents = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]
    key = max(parents["Nums"][0::2]) + 1

    rectangle = _rectangle(frame.box, document.pages[frame.page].height)
    widget = _add_widget(pdf, frame.label, page, rectangle, key)
    link = _add(pdf, {"Type": "/OBJR", "Obj": widget, "Pg": page})
    form = _add(
        pdf,
        {
            "Type": "/StructElem",
            "S": "/Form",
            "K": pydyf.Array([link]),
            "Pg": page,
            "P": frame.element.reference,
            "Alt": pydyf.String(frame.label),
        },
    )
    frame.element["K"].append(form)
    parents["Nums"].extend([key, form])
    objects[page].setdefault("Annots", pydyf.Array()).append(widget)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget]), "SigFlags": 0})


def _add_widget(pdf: pydyf.PDF, label: str, page: bytes, rectangle: list[float], key: int) -> bytes:
    """The field and its only appearance in one object; `key` is its place in the structure's parent tree."""
    appearance = _add(pdf, pydyf.Stream([], _appearance(rectangle)))
    return _add(
        pdf,
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(SIGNATURE_FIELD),
            "TU": pydyf.String(label),
            "F": _WIDGET_FLAGS,
            "Rect": pydyf.Array(rectangle),
            "P": page,
            "StructParent": key,
            "AP": pydyf.Dictionary({"N": appearance}),
        },
    )


def _add(pdf: pydyf.PDF, item: pydyf.Object | dict[str, Any]) -> bytes:
    """Put an object into the file; its reference."""
    if not isinstance(item, pydyf.Object):
        item = pydyf.Dictionary(item)
    pdf.add_object(item)
    reference: bytes = item.reference
    return reference


def _rectangle(box: tuple[float, float, float, float], page_height: float) -> list[float]:
    """CSS pixels from the top become points from the bottom."""
    x, y, width, height = box
    corners = (x, page_height - y - height, x + width, page_height - y)
    return [round(value * POINTS_PER_PIXEL, 2) for value in corners]


def _appearance(rectangle: list[float]) -> dict[str, Any]:
    """Nothing to see: the frame and the words round it are page content, readable and tagged."""
    left, bottom, right, top = rectangle
    size = [0, 0, round(right - left, 2), round(top - bottom, 2)]
    return {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array(size)}
