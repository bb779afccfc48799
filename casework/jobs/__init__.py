"""Jobs: a small table and a worker in the process. The same three calls can stand on another queue (design.md §10)."""

from casework.jobs.service import add, clean, includeme, run_due

__all__ = ["add", "clean", "includeme", "run_due"]
