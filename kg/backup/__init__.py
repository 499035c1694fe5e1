"""Backups: a whole workspace in one file, taken while it is in use, and put back once it has been verified.

``back_up`` makes one, ``restore`` puts one back; the manifest tells what one holds.
"""

from kg.backup.making import Made, back_up
from kg.backup.manifest import FORMAT, Manifest, Member
from kg.backup.restoring import Restored, restore

__all__ = ["FORMAT", "Made", "Manifest", "Member", "Restored", "back_up", "restore"]
