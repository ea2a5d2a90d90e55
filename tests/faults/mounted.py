"""A small disk of its own, where root may mount one."""

import os
import subprocess


class Disk:
    """A tmpfs at a place, as long as the block lasts."""

    def __init__(self, place, size):
        self.place = place
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", place],
                              capture_output=True, text=True) if os.geteuid() == 0 else None
        self.failed = "only root can mount" if done is None else done.stderr.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.failed:
            subprocess.run(["umount", self.place], check=True)

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.place], check=True)

    @property
    def filler(self):
        return self.place / "filler"

    def fill(self, leave=0):
        """Leaves so many bytes free."""
        system = os.statvfs(self.place)
        free = system.f_bavail * system.f_frsize - leave
        with open(self.filler, "wb") as file:
            try:
                while free > 0:
                    free -= file.write(b"\0" * min(free, 1 << 16))
            except OSError:
                pass

    def empty(self):
        self.filler.unlink(missing_ok=True)

    def read_only(self, yes):
        subprocess.run(["mount", "-o", f"remount,{'ro' if yes else 'rw'}", self.place], check=True)
