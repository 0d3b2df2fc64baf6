"""`python -m diplold` is the same as `diplold`."""

from diplold.cli.main import run

if __name__ == "__main__":
    run()
