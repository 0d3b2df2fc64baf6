"""What is really published: whether addresses lead where they should and files are whole."""

from diplold.doctor.at_address import Doctor
from diplold.doctor.findings import Finding
from diplold.doctor.in_folder import folder

__all__ = ["Doctor", "Finding", "folder"]
