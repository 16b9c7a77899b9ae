"""`python -m local`."""

from local.runner import main

main()
