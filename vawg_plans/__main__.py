"""`python -m vawg_plans`."""

import sys

from vawg_plans.cli import main

sys.exit(main())
