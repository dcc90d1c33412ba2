"""Merging and checking .po files. Runs in the venv (it needs polib)."""

import argparse
import re
import sys
from pathlib import Path

import polib

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrf]|\{\w*\}|</?\w+")
WIDTH = 78


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("exported", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="+")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--same", action="store_true")
    options = parser.parse_args()
    exported = _read(options.exported)
    exported.sort(key=lambda entry: entry.msgid)
    template = options.folder / f"{options.folder.parent.name}.pot"
    files = {template: merged(template, exported)}
    for language in options.languages:
        path = options.folder / f"{language}.po"
        files[path] = merged(path, exported, language)
    status = check(files) if options.check else write(files)
    if options.same:
        _list_same(files)
    return status


def merged(path, exported, language=None):
    """The exported terms, with the dates and the translations of the file."""
    old = _read(path)
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=WIDTH)
    new.header = exported.header
    new.metadata = dict(exported.metadata)
    if language:
        new.metadata["Language"] = language
    dates = {name: value for name, value in old.metadata.items() if "-Date" in name}
    new.metadata.update(dates)
    for entry in exported:
        previous = known.get((entry.msgctxt, entry.msgid)) if language else None
        new.append(_with_translation(entry, previous))
    return new


def _with_translation(entry, previous):
    copied = polib.POEntry(
        msgid=entry.msgid,
        msgctxt=entry.msgctxt,
        occurrences=entry.occurrences,
        comment=entry.comment,
        flags=list(entry.flags),
    )
    if previous:
        copied.msgstr = previous.msgstr
        copied.tcomment = previous.tcomment
        copied.flags += {"fuzzy"} & set(previous.flags)
    return copied


def write(files):
    for path, terms in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(terms), encoding="utf-8")
        if path.suffix == ".po":
            print(
                f"{path.name}: {len(terms)} terms, "
                f"{len(terms.untranslated_entries())} untranslated, "
                f"{len(terms.fuzzy_entries())} fuzzy"
            )
    return 0


def check(files):
    """Print what keeps the files from being complete and up to date."""
    problems = []
    for path, terms in files.items():
        problems += _outdated(path, terms)
        if path.suffix == ".po":
            problems += _incomplete(path, terms)
    count = len(next(iter(files.values())))
    print("\n".join(problems) or f"i18n: {count} terms, all of them translated.")
    return 1 if problems else 0


def _outdated(path, terms):
    if path.exists() and path.read_text(encoding="utf-8") == str(terms):
        return
    wanted = {entry.msgid for entry in terms}
    present = {entry.msgid for entry in _read(path)}
    for term in sorted(wanted - present):
        yield f"{path.name}: new term: {_short(term)}"
    for term in sorted(present - wanted):
        yield f"{path.name}: gone term: {_short(term)}"
    yield f"{path.name} is not up to date: run `./dev i18n`."


def _incomplete(path, terms):
    for entry in terms:
        problem = _problem(entry)
        if problem:
            yield f"{path.name}: {problem}: {_short(entry.msgid)}"


def _problem(entry):
    if not entry.msgstr:
        return "untranslated"
    if entry.fuzzy:
        return "fuzzy"
    if _placeholders(entry.msgid) != _placeholders(entry.msgstr):
        return "other placeholders or tags"
    return ""


def _placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def _list_same(files):
    for path, terms in files.items():
        for entry in terms:
            if entry.msgid == entry.msgstr:
                print(f"{path.name}: same as the source: {_short(entry.msgid)}")


def _read(path):
    if not path.exists():
        return polib.POFile(wrapwidth=WIDTH)
    return polib.pofile(str(path), wrapwidth=WIDTH)


def _short(text):
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


if __name__ == "__main__":
    sys.exit(main())
