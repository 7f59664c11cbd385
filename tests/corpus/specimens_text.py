"""Files whose bytes are unusual: encodings, marks, line ends, comments, namespaces, entities, damage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.corpus.specimen import HEAD, PLAIN, Specimen, definitions, process, refused, runs

__all__ = ["specimens"]

_MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_BODY: Final = process(PLAIN).partition("\n")[2]
_NAMED: Final = _BODY.replace('id="a"', 'id="a" name="Périksa — “berkas”"')


def _declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n'


def _encodings() -> Iterator[Specimen]:
    yield runs("mark of utf-8", b"\xef\xbb\xbf" + (_declared("UTF-8") + _NAMED).encode())
    yield runs(
        "mark of utf-8 beside another declaration", b"\xef\xbb\xbf" + (_declared("ISO-8859-1") + _NAMED).encode()
    )
    for order in ("le", "be"):
        mark = "\ufeff".encode(f"utf-16-{order}")
        text = (_declared("UTF-16") + _NAMED).encode(f"utf-16-{order}")
        yield runs(f"utf-16 {order} with a mark", mark + text)
        yield runs(f"utf-16 {order} without a mark", text)
        yield runs(f"utf-16 {order} without a declaration", mark + _NAMED.encode(f"utf-16-{order}"))
    for name, codec in (
        ("ISO-8859-1", "latin-1"),
        ("ISO-8859-15", "iso-8859-15"),
        ("windows-1252", "cp1252"),
        ("Windows-1250", "cp1250"),
        ("US-ASCII", "ascii"),
        ("utf8", "utf-8"),
    ):
        yield runs(name, (_declared(name) + _NAMED).encode(codec, "xmlcharrefreplace"))
    cyrillic = _BODY.replace('id="a"', 'id="a" name="Проверка"')
    yield runs("windows-1251", (_declared("windows-1251") + cyrillic).encode("cp1251"))
    yield runs("no declaration", _NAMED)
    yield runs("declaration in single quotes", f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n{_NAMED}")
    yield runs("blank lines before a file without declaration", f"\n\n  {_NAMED}")
    yield refused("blank line before the declaration", "not-xml", f"\n{_declared('UTF-8')}{_BODY}")
    yield refused("utf-32", "encoding", (_declared("UTF-32") + _BODY).encode("utf-32"))
    yield refused("encoding that nobody knows", "encoding", _declared("x-lontara") + _BODY)
    yield refused("shift-jis", "encoding", (_declared("Shift_JIS") + _BODY).encode("shift-jis"))
    yield refused("utf-7", "encoding", _declared("UTF-7") + _BODY)
    yield refused("latin-1 bytes that say utf-8", "encoding", (_declared("UTF-8") + _NAMED).encode("cp1252"))
    yield refused("says utf-16 and is not", "encoding", _declared("UTF-16") + _BODY)
    yield refused("half a character at the end", "encoding", b"\xff\xfe" + _NAMED.encode("utf-16-le") + b"<")


def _lines() -> Iterator[Specimen]:
    text = process(PLAIN)
    yield runs("line ends of windows", text.replace("\n", "\r\n"))
    yield runs("line ends of an old macintosh", text.replace("\n", "\r"))
    yield runs("line ends of three kinds", text.replace("\n", "\r\n", 2).replace("><", ">\r<", 3))
    yield runs("tabs and blanks inside tags", text.replace(" id=", "\t\n  id = ").replace("/>", "\n/>"))
    yield runs("no line end at all", text.replace("\n", ""))
    yield runs("quotes of both kinds", text.replace('"a"', "'a'").replace('"s-a"', "'s-a'"))


def _markup() -> Iterator[Specimen]:
    text = process(PLAIN)
    yield runs("comments everywhere", text.replace("><", "><!-- <task id='x'/> & paraf --><"))
    yield runs("comments before and behind", f"<?xml version='1.0'?><!-- a --><?alat b?>{_BODY}<!-- c --><?alat?>")
    yield runs("a style sheet is named", f'<?xml version="1.0"?><?xml-stylesheet href="a.xsl" type="text/xsl"?>{_BODY}')
    yield runs(
        "a comment inside a condition",
        process("start s\nuser a\nxor x\nend e\nend f\ns>a>x\nx>e ? =nilai <!-- angka --> > 3\nx>f *").replace(
            "&lt;!-- angka -->", "<!-- angka -->"
        ),
    )
    yield runs(
        "cdata for text",
        text.replace(
            '<endEvent id="e"/>',
            '<endEvent id="e"><documentation><![CDATA[a < b && c > d ]]]]><![CDATA[>]]></documentation></endEvent>',
        ),
    )
    yield runs(
        "a condition in cdata",
        process(
            "start s\nuser a\nxor x\nend e\nend f\ns>a>x\nx>f *\n"
            '<sequenceFlow id="k" sourceRef="x" targetRef="e"><conditionExpression xsi:type="tFormalExpression">'
            "<![CDATA[=nilai > 3 and nilai < 9]]></conditionExpression></sequenceFlow>"
        ),
    )
    yield runs("character references", text.replace('id="a"', 'id="a" name="&#80;&#x65;ri&amp;ksa &quot;&lt;&#10;"'))
    yield runs("characters of every plane", text.replace('id="a"', 'id="a" name="𝔏𝔞𝔧𝔲𝔯 🛤️ لا 日本 e\u0301 \u202eabc"'))
    yield runs(
        "documentation with markup",
        text.replace(
            '<endEvent id="e"/>',
            '<endEvent id="e"><documentation textFormat="text/html"><p xmlns="http://www.w3.org/1999/xhtml">a<br/>'
            '<task id="a"/>b</p></documentation></endEvent>',
        ),
    )


def _damaged() -> Iterator[Specimen]:
    text = process(PLAIN)
    yield refused("document type", "doctype", '<?xml version="1.0"?><!DOCTYPE definitions>' + _BODY)
    yield refused("entity of its own", "doctype", f'<!DOCTYPE definitions [<!ENTITY a "b">]>{_BODY}')
    yield refused("entity that nobody declares", "not-xml", text.replace('id="a"', 'id="a" name="&kantor;"'))
    yield refused("reference to no character", "not-xml", text.replace('id="a"', 'id="a" name="&#xD800;"'))
    yield refused("null character", "not-xml", text.replace('id="a"', 'id="a" name="\0"'))
    yield refused("cut off", "not-xml", text[:-30])
    yield refused("text behind the end", "not-xml", text + "</definitions>")
    yield refused("attribute twice", "not-xml", text.replace('id="a"', 'id="a" id="b"'))
    yield refused("empty file", "not-xml", b"")
    yield refused("a mark and nothing else", "not-xml", b"\xef\xbb\xbf")
    yield refused("plain text", "not-xml", "Langkah 1: periksa berkas.\n")
    yield refused("a picture", "encoding", b"\x89PNG\r\n\x1a\n")
    yield refused("an archive", "not-xml", b"PK\x03\x04\x14\x00\x00\x00")
    yield refused("json", "not-xml", '{"definitions": []}')


def _namespaces() -> Iterator[Specimen]:
    text = process(PLAIN)
    yield runs("two prefixes for the model", text.replace("<endEvent", f'<b:endEvent xmlns:b="{_MODEL}"'))
    yield runs(
        "the prefix declared on each element",
        f'<m:definitions xmlns:m="{_MODEL}">'
        + "".join(
            (
                f'<a:process xmlns:a="{_MODEL}" id="uji" isExecutable="true"><b:task xmlns:b="{_MODEL}" id="a"/>',
                "</a:process></m:definitions>",
            )
        ),
    )
    yield runs(
        "the dialect declared late",
        process(
            'start s\n<userTask id="a" xmlns:x="http://camunda.org/schema/1.0/bpmn" x:assignee="ani"/>\nend e\ns>a>e',
            head=f'<definitions xmlns="{_MODEL}">',
        ),
    )
    yield runs("elements of nobody", text.replace("</process>", '<bukan xmlns=""><task id="x"/></bukan></process>'))
    yield runs("attributes of the xml namespace", text.replace('id="a"', 'id="a" xml:lang="id" xml:space="preserve"'))
    yield refused("prefix that is not declared", "not-xml", text.replace('id="a"', 'id="a" vendor:x="1"'))
    yield refused("namespace of a draft", "not-bpmn", text.replace(_MODEL, "http://schema.omg.org/spec/BPMN/2.0"))
    yield refused("no namespace", "not-bpmn", text.replace(f' xmlns="{_MODEL}"', ""))
    yield refused("another format", "not-bpmn", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    yield refused("a root that is a process", "not-bpmn", f'<process xmlns="{_MODEL}" id="uji" isExecutable="true"/>')
    yield refused("nothing but definitions", "no-process", definitions(""))
    yield refused("only what other makers put in", "no-process", f'{HEAD}<x:a xmlns:x="urn:x"/></definitions>')


def specimens() -> Iterator[Specimen]:
    """All of them."""
    yield from _encodings()
    yield from _lines()
    yield from _markup()
    yield from _damaged()
    yield from _namespaces()
