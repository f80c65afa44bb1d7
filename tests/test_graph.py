"""Pictures: golden/graph/<case>/ with the `arguments` of a call, and what it draws.

Paths in `arguments` begin in tests/golden. What is drawn is also held against the paper: no text
leaves its box or meets another one, and no box another box.
"""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree as ET

import pytest
from calling import ROOT
from commands import run
from golden_check import Golden
from hostile import CHARACTERS
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.changes.verdict import EFFECTS
from renderer.graph import formats, html, mermaid, svg
from renderer.graph.layout import laid_out
from renderer.graph.measure import cut, width, wrapped
from renderer.graph.picture import (
    Arrow,
    Box,
    Cell,
    Diagram,
    Frame,
    Lane,
    Line,
    Matrix,
    Picture,
    Row,
    Section,
    Step,
    Steps,
    Timeline,
)
from renderer.graph.ranges import folded, nth, spanned
from renderer.graph.rollouts import TONES
from renderer.graph.sheet import PAPER, Rect, Sheet, Stroke, Text, shared

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path for path in (GOLDEN / "graph").iterdir() if path.is_dir())
NAMES = {"svg": "picture.svg", "mermaid": "picture.mmd", "html": "picture.html"}
README = ROOT / "docs/pictures/nginx.svg"
# Cases for which kustomize builds something.
BUILT = ("several-places",)


def arguments(case: Path) -> list[str]:
    return (case / "arguments").read_text().split()


def picture(*words: str) -> Picture:
    """The picture of a call, before anybody writes it."""
    drawn: list[Picture] = []

    def keep(one: Picture) -> str:
        drawn.append(one)
        return ""

    with mock.patch.dict(formats.WRITERS, {"svg": keep}):
        result = run("graph", *words)
    assert (result.code, result.stderr) == (0, "")
    return drawn[0]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param.name in BUILT:
        kustomize: Path = request.getfixturevalue("kustomize")
        monkeypatch.setenv("PATH", f"{kustomize.parent}:{os.environ['PATH']}")
    return request.param


# --- golden pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize("output", NAMES)
def test_a_picture(case: Path, output: str, golden: Golden) -> None:
    result = run("graph", *arguments(case), "-o", output)
    assert (result.code, result.stderr) == (0, "")
    golden.check_text(case / NAMES[output], result.stdout)


@pytest.mark.usefixtures("kustomize_on_path")
def test_readme_opens_with_a_picture_of_today(golden: Golden, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    golden.check_text(README, run("graph", "bases/nginx").stdout)
    head = (ROOT / "README.md").read_text().partition("\n## ")[0]
    assert f"]({README.relative_to(ROOT).as_posix()})" in head


def test_same_input_same_bytes() -> None:
    words = [sys.executable, "-m", "renderer.stateful", "graph", "graph/environments", "-o", "html"]
    outputs = {
        subprocess.run(
            words, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(outputs) == 1


# --- nothing overlaps -----------------------------------------------------------------------------

Extent = tuple[float, float, float, float]


def extent(rect: Rect) -> Extent:
    return rect.x, rect.y, rect.right, rect.bottom


def meets(one: Extent, other: Extent) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def holds(outer: Extent, inner: Extent) -> bool:
    less = 0.01
    return (
        outer[0] <= inner[0] + less
        and outer[1] <= inner[1] + less
        and inner[2] <= outer[2] + less
        and inner[3] <= outer[3] + less
    )


def crosses(stroke: Stroke, box: Extent) -> bool:
    return any(
        meets((min(x, u), min(y, v), max(x, u), max(y, v)), box)
        for (x, y), (u, v) in zip(stroke.points, stroke.points[1:], strict=False)
    )


def faults(sheet: Sheet) -> list[str]:
    """What is wrong with a sheet, by the widest that its letters may be."""
    rects = [extent(shape) for shape in sheet.shapes if isinstance(shape, Rect)]
    texts = [(shape.text, shape.extent) for shape in sheet.shapes if isinstance(shape, Text)]
    strokes = [shape for shape in sheet.shapes if isinstance(shape, Stroke)]
    paper = (0, 0, PAPER, sheet.y)
    found = [f"off the paper: {one}" for one in rects if not holds(paper, one)]
    found += [f"off the paper: {said}" for said, one in texts if not holds(paper, one)]
    found += [
        f"boxes meet: {one} {other}"
        for one, other in combinations(rects, 2)
        if meets(one, other) and not holds(one, other) and not holds(other, one)
    ]
    found += [
        f"texts meet: {said!r} {other!r}"
        for (said, one), (other, two) in combinations(texts, 2)
        if meets(one, two)
    ]
    found += [
        f"leaves its box: {said!r}"
        for said, one in texts
        for rect in rects
        if meets(one, rect) and not holds(rect, one)
    ]
    found += [
        f"is crossed out: {said!r}"
        for said, one in texts
        for stroke in strokes
        if crosses(stroke, one)
    ]
    return found


def test_nothing_overlaps(case: Path) -> None:
    words = [*arguments(case), "-o", "svg"]
    assert faults(laid_out(picture(*words))) == []


@pytest.mark.usefixtures("kustomize_on_path")
@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "bases").iterdir()))
def test_nothing_overlaps_in_an_example(name: str) -> None:
    assert faults(laid_out(picture(str(ROOT / "bases" / name)))) == []


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (GOLDEN / "changes").iterdir() if path.is_dir())
)
def test_every_change_can_be_drawn(name: str) -> None:
    folder = GOLDEN / "changes" / name
    words = (folder / "arguments").read_text().split() if (folder / "arguments").exists() else []
    drawn = picture(str(folder / "before.yaml"), str(folder / "after.yaml"), *words)
    assert faults(laid_out(drawn)) == []
    assert drawn.sections
    for writer in (svg.write, html.write):
        read(writer(drawn))
    assert len(mermaid.write(drawn)) <= mermaid.LIMIT


WORDS = st.text(st.sampled_from("aaiMW.-/ …宽🦄é\u0301"), max_size=90)
TONE = st.sampled_from(sorted(set(TONES.values()) | {"quiet"}))
LINES = st.lists(st.builds(Line, WORDS, WORDS), max_size=4).map(tuple)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Pictures with texts that are longer than any name."""
    number = iter(range(1000))
    boxes = st.lists(
        st.builds(
            lambda t, s, a, tone: Box(f"b{next(number)}", t, s, a, tone), WORDS, LINES, WORDS, TONE
        ),
        min_size=1,
        max_size=3,
    ).map(tuple)
    frames = st.builds(lambda title, inner: Frame(f"f{next(number)}", title, inner), WORDS, boxes)
    columns = draw(st.lists(st.lists(frames, min_size=1, max_size=2).map(tuple), max_size=4))
    arrows = [Arrow(a[0].id, b[0].id) for a, b in pairwise(columns)]
    aligned = tuple(column[0].id for column in columns[-2:])
    diagram = Diagram(tuple(columns), tuple(arrows), aligned)
    places = draw(st.lists(WORDS, min_size=1, max_size=9))
    cells = st.lists(
        st.builds(Cell, WORDS, st.booleans()), min_size=len(places), max_size=len(places)
    )
    rows = draw(st.lists(st.builds(Row, WORDS, WORDS, cells.map(tuple)), min_size=1, max_size=3))
    waves = tuple(draw(st.lists(st.sampled_from(["1", "2-98", "9999"]), max_size=10)))
    turn = st.none() | (st.integers(0, len(waves) - 1) if waves else st.none())
    lanes = draw(st.lists(st.builds(Lane, WORDS, WORDS, turn, TONE), min_size=1, max_size=4))
    step = st.builds(Step, st.sampled_from(["run", "resume"]), WORDS, tone=TONE)
    steps = draw(st.builds(Steps, WORDS, st.lists(step, max_size=12).map(tuple)))
    parts = (diagram, Matrix(tuple(places), tuple(rows)), Timeline(waves, tuple(lanes)), steps)
    notes = tuple(draw(st.lists(WORDS, max_size=2)))
    section = Section(draw(WORDS), draw(st.sampled_from(["", *EFFECTS])), "warn", notes, parts)
    return Picture(draw(WORDS), (section,))


@settings(max_examples=25)
@given(pictures())
def test_nothing_overlaps_whatever_is_drawn(drawn: Picture) -> None:
    assert faults(laid_out(drawn)) == []
    for writer in (svg.write, html.write):
        read(writer(drawn))


# --- nothing of the input is obeyed ---------------------------------------------------------------

ELEMENTS = {"svg", "title", "style", "rect", "text", "polyline", "path"}
ELEMENTS |= {
    "html",
    "head",
    "meta",
    "body",
    "main",
    "section",
    "h1",
    "h2",
    "h3",
    "p",
    "span",
    "div",
}
ELEMENTS |= {"table", "thead", "tbody", "tr", "th", "td", "ol", "li", "pre"}
ATTRIBUTES = {"xmlns", "width", "height", "viewBox", "role", "font-family", "class", "style"}
ATTRIBUTES |= {"x", "y", "rx", "points", "d", "font-size", "font-weight", "text-anchor"}
ATTRIBUTES |= {"lang", "charset", "name", "content", "http-equiv", "scope", "title", "viewbox"}
STYLES = {"fill:none"}


class Page(HTMLParser):
    """The elements of a page, which must be closed in the order in which they are opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.check(tag, attrs)
        self.open += [] if tag == "meta" else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.check(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def check(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs
        assert {value for name, value in attrs if name == "style"} <= STYLES


def read(text: str) -> None:
    """Read a picture as a browser does; what is XML, as XML too."""
    assert text.isprintable() or all(one.isprintable() or one == "\n" for one in text)
    if text.startswith("<?xml"):
        names = {one.tag.rpartition("}")[2] for one in ET.fromstring(text).iter()}  # noqa: S314
        assert names <= ELEMENTS
        text = text.partition("\n")[2]
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []


@pytest.mark.parametrize("output", ["svg", "html"])
def test_nothing_is_injected_into_markup(case: Path, output: str) -> None:
    read(run("graph", *arguments(case), "-o", output).stdout)


def is_of_mermaid(line: str) -> bool:
    """Tell whether a line is one of those that we write, with nothing but escaped text in it."""
    import re

    text = r'"(?:[\w ,:()/=+\-.…→]|#\d+;|<br/>)*"'
    forms = (
        r"%% Generated by stateful graph; draw it again rather than edit it\.",
        r"flowchart LR",
        r"direction (?:LR|TB)",
        rf"subgraph \w+\[{text}\]",
        rf"\w+\[{text}\]:::(?:plain|quiet|good|warn|bad|hand)",
        r"\w+(?: --> \w+)+",
        r"end",
        r"classDef \w+ fill:#\w{6},stroke:#\w{6},color:#\w{6}",
    )
    return any(re.fullmatch(form, line.strip()) for form in forms)


def test_nothing_is_injected_into_mermaid(case: Path) -> None:
    lines = run("graph", *arguments(case), "-o", "mermaid").stdout.splitlines()
    assert [line for line in lines if not is_of_mermaid(line)] == []


@pytest.mark.parametrize("character", [*CHARACTERS.values(), '"', "<", "&", "#", ";", "`", "]"])
def test_no_character_is_obeyed(character: str) -> None:
    text = f"a{character}b"
    steps = Steps(text, (Step("run", text, (text, f"{text}\n{text}")),), (text,))
    matrix = Matrix((text,), (Row(text, text, (Cell(text),)),))
    diagram = Diagram(((Frame("f", text, (Box("b", text, (Line(text, text),), text),)),),), ())
    timeline = Timeline((text,), (Lane(text, text),), text)
    parts = (steps, matrix, diagram, timeline)
    drawn = Picture(text, (Section(text, text, "bad", (text,), parts),))
    read(svg.write(drawn))
    read(html.write(drawn))
    lines = mermaid.write(drawn).splitlines()
    assert [line for line in lines if not is_of_mermaid(line)] == []


def test_a_report_for_a_pull_request_has_a_small_picture() -> None:
    folder = "changes/held-by-partition"
    text = run("diff", f"{folder}/before.yaml", f"{folder}/after.yaml", "-o", "markdown").stdout
    drawn = text.partition("```mermaid\n")[2].partition("```")[0]
    assert drawn.startswith("%% Generated by stateful graph")
    assert [line for line in drawn.splitlines() if not is_of_mermaid(line)] == []
    assert "wait until you lower the partition" in drawn
    assert "pause:" not in drawn


def test_a_report_without_a_rollout_has_no_picture() -> None:
    folder = "changes/service-ports"
    text = run("diff", f"{folder}/before.yaml", f"{folder}/after.yaml", "-o", "markdown").stdout
    assert "| object |" in text
    assert "mermaid" not in text


def test_a_page_needs_no_network() -> None:
    text = run("graph", "graph/environments", "-o", "html").stdout
    assert "default-src 'none'" in text
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
        "http-equiv", ""
    )


@pytest.mark.e2e
def test_mermaid_takes_it(mermaid_parser: Path) -> None:
    files = [str(case / NAMES["mermaid"]) for case in CASES]
    result = subprocess.run(
        ["node", mermaid_parser, *files], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == ["flowchart-v2"] * len(files)


# --- what is drawn --------------------------------------------------------------------------------


def test_very_many_pods_are_a_range() -> None:
    text = run("graph", "graph/environments@", "-o", "mermaid").stdout
    assert "ledger-2 … ledger-98" in text
    assert "97 pods, 3rd to 99th" in text
    assert "ledger-50" not in text


@pytest.mark.parametrize(
    ("count", "groups"), [(0, []), (1, [1]), (5, [1] * 5), (6, [1, 1, 3, 1]), (100, [1, 1, 97, 1])]
)
def test_folded(count: int, groups: list[int]) -> None:
    things = list(range(count))
    assert [len(group) for group in folded(things)] == groups
    assert [thing for group in folded(things) for thing in group] == things


def test_words() -> None:
    assert [nth(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 101, 111)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "101st", "111th"]
    )
    assert [spanned(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == (
        ["a", "a and b", "a … c"]
    )


def test_cut_keeps_both_ends() -> None:
    assert cut("data-elasticsearch-0", 80, 12).startswith("data")
    assert cut("data-elasticsearch-0", 80, 12).endswith("0")
    assert cut("short", 80, 12) == "short"


@given(st.text(max_size=60), st.integers(30, 300))
def test_lines_fit(text: str, room: int) -> None:
    for line in wrapped(text, room, 12, 3):
        assert width(line, 12) <= room
    assert len(wrapped(text, room, 12, 3)) <= 3


@pytest.mark.parametrize(
    ("wanted", "widths"), [([10, 20], [35, 45]), ([10, 200], [10, 70]), ([90, 90], [40, 40])]
)
def test_shared(wanted: list[float], widths: list[float]) -> None:
    assert shared(wanted, 80) == widths


def test_mermaid_stays_within_what_github_draws() -> None:
    parts = (Timeline((), tuple(Lane("x" * 100, "y" * 100) for _ in range(40))),)
    sections = tuple(Section(f"s{number}", parts=parts) for number in range(100))
    text = mermaid.write(Picture("many", sections))
    assert len(text) < 50_000
    assert 'more["and ' in text


# --- the command line -----------------------------------------------------------------------------


def test_a_file_ends_as_its_format(tmp_path: Path) -> None:
    for name, start in (("a.svg", "<?xml"), ("a.mmd", "%%"), ("a.html", "<!DOCTYPE")):
        result = run("graph", "graph/environments", "--out", str(tmp_path / name))
        assert (result.code, result.stdout) == (0, "")
        assert result.stderr == f"wrote {tmp_path / name}\n"
        assert (tmp_path / name).read_text().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.mmd", "a.svg"]


def test_output_wins_over_the_ending(tmp_path: Path) -> None:
    run("graph", "graph/environments", "--out", str(tmp_path / "x.txt"), "-o", "mermaid")
    assert (tmp_path / "x.txt").read_text().startswith("%%")


def test_a_picture_is_drawn_again_over_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    for where in ("graph/environments", "graph/long-names"):
        assert run("graph", where, "--out", str(file)).code == 0
    assert file.read_text() == run("graph", "graph/long-names").stdout


def test_nothing_of_others_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text("<svg/>")
    link = tmp_path / "b.svg"
    link.symlink_to(file)
    for path in (file, link):
        result = run("graph", "graph/environments", "--out", str(path))
        assert result.code == 2
        assert result.stderr == (
            f"{path}: was not written by stateful graph, and is left as it is"
            " (remove it, or give another name)  [SR503]\n"
        )
    assert file.read_text() == "<svg/>"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nosuch"], "nosuch: no such file or directory"),
        (["graph/environments@pord"], 'got environment "pord"'),
        (["graph/hostile/manifests.yaml@x"], "StatefulApp"),
        (["nosuch@x"], "nosuch"),
        (["graph/environments", "--out", "x.png"], "must end with one of .htm, .html, .mermaid"),
        (["graph/environments", "-o", "png"], "'png' is not one of"),
        (["graph/environments", "--out", "nosuch/x.svg"], "No such file or directory"),
        (["graph/environments", "--context", "x"], "got 1 side"),
        (["a", "b", "c"], "got 3 sides"),
        (["a", "b", "--live"], "must be AFTER alone"),
        (["a", "--live", "--against", "main"], "leave one out"),
        ([""], "must not be empty"),
        ([], "name a file, a folder, or - for stdin"),
    ],
)
def test_a_call_that_cannot_be(words: list[str], message: str) -> None:
    result = run("graph", *words)
    assert (result.code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_what_has_no_set_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n")
    result = run("graph", str(tmp_path))
    assert (result.code, result.stdout) == (2, "")
    assert "must hold StatefulApps or StatefulSets, there are none" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{name: idle}\nspec", "{}\nspec", "metadata.name: is required  [SR802]"),
        ("replicas: 0", "replicas: 100001", "must be at most 100000 for facts"),
        ("kind", "kind: [", "[SR"),
    ],
)
def test_a_set_that_cannot_be_drawn(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (GOLDEN / "graph/manifests/manifests.yaml").read_text()
    file = tmp_path / "x.yaml"
    file.write_text(text.replace(old, new))
    result = run("graph", str(file))
    assert (result.code, result.stdout) == (2, "")
    assert str(file) in result.stderr
    assert message in result.stderr


def test_stdin() -> None:
    text = (GOLDEN / "graph/manifests/manifests.yaml").read_text()
    assert "<title>stdin</title>" in run("graph", "-", stdin=text).stdout


def test_of_very_many_sets_some_are_drawn() -> None:
    one = (GOLDEN / "graph/manifests/manifests.yaml").read_text().rpartition("---")[2]
    text = "---".join(one.replace("idle", f"idle{number}") for number in range(25))
    assert "and 5 more StatefulSets" in run("graph", "-", stdin=text).stdout


def test_against_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = (GOLDEN / "graph/environments/statefulapp.yaml").read_text()
    monkeypatch.chdir(tmp_path)
    Path("statefulapp.yaml").write_text(spec)
    git = ["git", "-c", "user.name=you", "-c", "user.email=you@example.com"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    Path("statefulapp.yaml").write_text(spec.replace("ledger:2.14.0", "ledger:2.15.0"))
    text = run("graph", "--against", "main", ".@test", "-o", "mermaid").stdout
    assert "ledger-2<br/>restarts" in text
    result = run("graph", "--against", "nosuch", ".@test")
    assert (result.code, result.stdout) == (2, "")
