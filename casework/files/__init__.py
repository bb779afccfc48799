"""Pictures made safe, and sealed files: photos, kept evidence, papers (design.md §4)."""

from casework.files.models import SealedFile
from casework.files.pictures import remake_photo, remake_picture
from casework.files.service import destroy, keep, read, store

__all__ = ["SealedFile", "destroy", "keep", "read", "remake_photo", "remake_picture", "store"]
