"""Random BPMN files as no modeler would dare to write them: quotes, white space, comments, foreign names, encodings."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from hypothesis import strategies as st

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
MARKS = {"utf-8": b"", "utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}

ALLOWED = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t é→'\"<>&")
values = st.text(ALLOWED, max_size=30)


@dataclass(frozen=True)
class Writing:
    """A file and the ids of the flow nodes in it."""

    text: str
    encoding: str
    ids: tuple[str, ...]

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return MARKS[self.encoding] + self.text.encode("utf-8" if self.encoding == "utf-8-sig" else self.encoding)


def _plain(text: str) -> str:
    return text.replace("--", "- ").replace("?>", "? ").replace("]]>", "] >").rstrip("-")


comments = values.map(lambda text: f"<!--{_plain(text)} -->")
instructions = values.map(lambda text: f"<?alat {_plain(text)}?>")
sections = values.map(lambda text: f"<![CDATA[{_plain(text)}]]>")
spaces = st.sampled_from(["", " ", "\n", "\n  ", "\t", "\n\n    "])
characters = values.map(escape)


@st.composite
def attribute(draw: st.DrawFn, name: str) -> str:
    """One attribute with either quote and spaces around the sign."""
    quote = draw(st.sampled_from("'\""))
    value = escape(draw(values), {quote: "&#34;" if quote == '"' else "&#39;"})
    around = draw(st.sampled_from(["", " ", "\n"]))
    return f"{draw(st.sampled_from([' ', chr(10), '  ']))}{name}{around}={around}{quote}{value}{quote}"


@st.composite
def foreign(draw: st.DrawFn) -> str:
    """An element of another maker with text, CDATA and children of its own."""
    inner = draw(st.lists(st.one_of(characters, sections, comments, spaces, st.just("<x:y/>")), max_size=3))
    return f"<x:alat{draw(attribute('x:a'))}>{''.join(inner)}</x:alat>"


@st.composite
def properties(draw: st.DrawFn, prefix: str) -> str:
    """A list of properties, perhaps empty, perhaps as one tag."""
    names = draw(st.lists(st.sampled_from(["sop:a", "sop:b", "lain"]), max_size=3, unique=True))
    rows = [
        draw(spaces) + f'<{prefix}property name="{name}"{draw(attribute("value"))}{draw(st.sampled_from(["", " "]))}/>'
        for name in names
    ]
    if not rows and draw(st.booleans()):
        return f"<{prefix}properties/>"
    return f"<{prefix}properties>{''.join(rows)}{draw(spaces)}</{prefix}properties>"


@st.composite
def node(draw: st.DrawFn, id: str, camunda: str | None) -> str:
    """A user task in one of the ways to write it."""
    head = f"<b:userTask{draw(attribute('x:warna'))} id='{id}'{draw(st.sampled_from(['', draw(attribute('name'))]))}"
    if draw(st.booleans()):
        return f"{head}{draw(st.sampled_from(['', ' ']))}/>"
    inner = [draw(spaces)]
    if draw(st.booleans()):
        inner.append(f"<b:documentation>{draw(st.one_of(characters, sections))}</b:documentation>{draw(spaces)}")
    if draw(st.booleans()):
        held = [draw(foreign())] if draw(st.booleans()) else []
        if camunda is not None and draw(st.booleans()):
            held.append(draw(properties(camunda)))
        inner.append(f"<b:extensionElements>{draw(spaces).join(held)}</b:extensionElements>")
    inner.append(draw(st.one_of(spaces, comments, instructions)))
    return f"{head}>{''.join(inner)}</b:userTask>"


@st.composite
def writings(draw: st.DrawFn) -> Writing:
    """A whole file."""
    camunda = draw(st.sampled_from([None, "camunda:", "c:"]))
    bound = f' xmlns:{camunda[:-1]}="{CAMUNDA}"' if camunda else ""
    ids = tuple(f"a{number}" for number in range(draw(st.integers(1, 4))))
    around = st.one_of(spaces, comments, instructions)
    nodes = "".join(draw(node(id, camunda)) + draw(around) for id in ids)
    root = f'<b:definitions xmlns:b="{BPMN}" xmlns:x="urn:x"{bound} targetNamespace="urn:uji">'
    body = f"{root}{draw(around)}<b:process id='p'>{draw(around)}{nodes}</b:process>{draw(around)}</b:definitions>"
    encoding = draw(st.sampled_from(list(MARKS)))
    head = draw(st.sampled_from(["", '<?xml version="1.0"?>', "<?xml version='1.0' encoding='UTF-8' ?>\n"]))
    if encoding.startswith("utf-16"):
        head = '<?xml version="1.0" encoding="UTF-16"?>'
    text = head + draw(st.one_of(comments, instructions)) + body + draw(st.sampled_from(["", "\n", "<!-- e -->\n"]))
    return Writing(text.replace("\n", "\r\n") if draw(st.booleans()) else text, encoding, ids)
