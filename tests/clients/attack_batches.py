"""The differencing attack over forged projects, each published twice.

Usage: attack_batches.py FOI FORGE COUNT SEED

A project is run and published with one force's folders left out, then whole; the second public file is attacked with the
first one at hand, and the first one alone. What foi refuses to publish is counted: it is no file to attack. Exit code 1
names the projects and counts that gave way.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from multiprocessing import Pool
from pathlib import Path

import attack


def foi(program, project, *arguments):
    return subprocess.run([program, "--project", project, *arguments], capture_output=True, text=True)


def published(program, project):
    """The public file of the project as it is now, or none if it is refused."""
    ran = foi(program, project, "run", "--quiet")
    if ran.returncode not in (0, 10):
        raise SystemExit(f"{project}: foi run ended with {ran.returncode}\n{ran.stderr}")
    made = foi(program, project, "export", "--public")
    if made.returncode == 1:
        return None
    if made.returncode != 0:
        raise SystemExit(f"{project}: foi export ended with {made.returncode}\n{made.stderr}")
    return made.stdout.strip()


def without_one_force(project, seed):
    """Moves the folders of one force away; returns what brings them back."""
    folders = sorted(path for path in (project / "inbox").glob("*/*") if path.is_dir())
    force = random.Random(seed).choice(sorted({path.name for path in folders}))
    moved = []
    for folder in folders:
        if folder.name == force:
            away = project / "away" / folder.parent.name / folder.name
            away.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, away)
            moved.append((away, folder))
    return moved


def one(task):
    program, project, seed = task
    project = Path(project)
    said = []
    moved = without_one_force(project, seed)
    rest = any(path.is_dir() for path in (project / "inbox").glob("*/*"))
    earlier = published(program, project) if rest else None
    if earlier:
        said += attacked(project, "first", earlier)
    for away, folder in moved:
        shutil.move(away, folder)
    later = published(program, project)
    if later:
        said += attacked(project, "second", later, *([earlier] if earlier else []))
    return [bool(earlier), bool(later), said]


def attacked(project, which, *files):
    """What gives way, and how many hidden counts were attacked."""
    weak, hidden, _ = attack.against(str(project / "warehouse/foi.duckdb"), *files)
    return [(which, hidden, weak)]


def main(program, forge, count, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([forge, "batches", "write", "--count", count, "--seed", seed, folder], check=True)
        projects = sorted(path for path in Path(folder).iterdir() if (path / "inbox").is_dir())
        if len(projects) != int(count):
            raise SystemExit(f"the forge wrote {len(projects)} projects")
        tasks = [(program, str(path), int(seed) + at) for at, path in enumerate(projects)]
        with Pool() as pool:
            results = pool.map(one, tasks, chunksize=1)
        files = sum(first + second for first, second, _ in results)
        hidden = sum(number for *_, said in results for _, number, _ in said)
        broken = [
            f"FAIL {path.name}, {which} file: fewer than 3 possible values: {name}"
            for path, (_, _, said) in zip(projects, results)
            for which, _, weak in said
            for name in weak
        ]
        print("\n".join(broken), end="\n" if broken else "")
        refused = sum(not first for first, _, _ in results), sum(not second for _, second, _ in results)
        verdict = "PASS each" if not broken else f"FAIL {len(broken)}"
        print(
            f"{verdict} of {hidden} hidden counts in {files} files of {len(results)} projects;"
            f" not published: {refused[0]} first and {refused[1]} second ones"
        )
        return 1 if broken or not hidden else 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: attack_batches.py FOI FORGE COUNT SEED")
    sys.exit(main(*sys.argv[1:]))
