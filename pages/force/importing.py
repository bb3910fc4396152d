"""Import: what would our own table become?"""

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.tables import Severity
from vawg_plans.views import exports, import_choices, import_preview, import_reading, session
from vawg_plans.views import importing as screen
from vawg_plans.views.words import plural

here = session.begin()
st.title("What would our own table become?", anchor=False)
if not here.may(Permission.IMPORT_PLAN):
    st.info("Only the strategic lead imports a plan. Contributors write actions one by one.")
    st.stop()
st.write(
    "Upload the table you already keep, or a workbook from here that you changed: Excel (.xlsx) or "
    "CSV, up to 10 MB. You see what it becomes before anything is written."
)
upload = st.file_uploader("The file", max_upload_size=10)
if upload is None:
    exports.template_download(here)
    st.stop()

desk = screen.desk_of(here, upload)
read_as = screen.ask_sheets_and_bullets(desk)
preview = screen.previewed(desk, read_as)
screen.show_counts(desk, preview)
screen.say_memory(desk)
import_reading.columns(desk, preview)
import_reading.words(desk, preview)
import_preview.problems(preview, Severity.REFUSED)
skip = False
if preview.rejected:
    exports.refusals_download(here, preview)
    rows = plural(preview.rejected, "refused row")
    skip = st.checkbox(f"Leave the {rows} out and import the rest")
choices = import_choices.ask(desk, preview)
if done := screen.import_button(desk, preview, choices, skip_refused=skip):
    # A large one is not held while as much again is written. An error leads on to here.
    del preview
    screen.write(desk, read_as, choices, skip_refused=skip, done=done)
    preview = screen.previewed(desk, read_as)
import_preview.show(preview, here.framework)
