"""Import: what would our own table become?"""

from dataclasses import replace

import streamlit as st

from vawg_plans.domain.permissions import Permission
from vawg_plans.domain.reading_as import ReadAs
from vawg_plans.services import importing
from vawg_plans.views import importing as screen
from vawg_plans.views import session
from vawg_plans.views.feedback import going_on
from vawg_plans.views.words import plural

here = session.begin()
st.title("What would our own table become?", anchor=False)
if not here.may(Permission.IMPORT_PLAN):
    st.info("Only the strategic lead imports a plan. Contributors write actions one by one.")
    st.stop()
st.write(
    "Upload the table you already keep or published, as an Excel workbook (.xlsx, up to 10 MB). "
    "You see what it becomes before anything is written."
)
upload = st.file_uploader("The workbook", type=["xlsx", "xlsm"], max_upload_size=10)
if upload is None:
    st.stop()

workbook = screen.read_once(upload)
sheet = screen.ask_sheet(workbook)
door = (here.store, here.framework, here.actor, here.force_id, workbook, upload.name)
split = st.toggle("Make each bullet in a cell an action of its own", value=True, key="split")
read_as = ReadAs(split, (sheet,) if sheet else ())
preview = importing.preview_import(*door, read_as)
columns = screen.ask_columns(preview.tables[0])
if columns:
    read_as = replace(read_as, columns=columns)
    preview = importing.preview_import(*door, read_as)
screen.show_counts(preview)

skip = bool(preview.rejected) and st.checkbox(
    f"Leave the {plural(preview.rejected, 'refused row')} out and import the rest"
)
count = len(preview.merged.created) + len(preview.merged.changed)
stopped = bool(preview.rejected) and not skip
if not count:
    st.info("There is nothing new in this file: importing it would change nothing.")
elif st.button(f"Import {plural(count, 'action')}", type="primary", disabled=stopped):
    with going_on("pages/force/mapping.py", screen.done_words(preview)):
        importing.commit_import(*door, read_as, skip_refused=skip)
screen.show_details(preview, here.framework)
