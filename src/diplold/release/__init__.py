"""Releases: one version, whole and never changed, with all that people cite it by."""

from diplold.release.releasing import Released, release

__all__ = ["Released", "release"]
