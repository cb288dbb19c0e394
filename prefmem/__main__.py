"""`python -m prefmem`: the command line."""

from prefmem.cli import main

if __name__ == "__main__":
    main()
