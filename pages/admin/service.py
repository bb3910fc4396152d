"""The service: is it backed up, does its record hold, and is anything past its time?"""

import streamlit as st

from vawg_plans.services.backing_up import backup, next_file
from vawg_plans.services.caretaking import check_record, states
from vawg_plans.services.reminding import preview_reminders
from vawg_plans.services.retaining import apply_retention, preview_retention
from vawg_plans.views import service, session
from vawg_plans.views.feedback import saving

here = session.begin()
jobs = states(here.store, here.actor)
folder = service.backup_folder_of(here.store)

st.title("Is the service sound?", anchor=False)
service.show_answer(here.store, jobs)
service.show_jobs(here.store, jobs)

st.subheader("Back up", anchor=False)
service.show_where(here.store, folder)
if folder and st.button("Back up now", type="primary", icon=":material/save:"):
    with saving("A backup was written and proved."), st.spinner("Backing up and proving it"):
        backup(here.store, here.framework, here.actor, next_file(here.store, folder))

st.subheader("Check the record", anchor=False)
st.write(
    "Proves every link of the record, every row it speaks for, and every rule and reference. "
    "It can take some minutes on a large database; others go on working."
)
if st.button("Check the record now", icon=":material/verified:"):
    with saving("The record was checked. What was found is below."), st.spinner("Checking"):
        service.keep_findings(check_record(here.store, here.framework, here.actor))
service.show_findings()

st.subheader("Retention", anchor=False)
st.write("What is past its time today, and what stays:")
service.show_reports(preview_retention(here.store, here.framework, here.actor, folder=folder))
if st.button("Apply retention now", icon=":material/auto_delete:"):
    with saving("Retention was applied. What is past its time is gone."):
        apply_retention(here.store, here.framework, here.actor, folder=folder)

st.subheader("Reminders", anchor=False)
st.write("A letter a working day to whoever has something late, due, stale or to decide.")
with st.expander("Who would be reminded today", icon=":material/mail:"):
    recipients = preview_reminders(here.store, here.framework, here.actor)
    names = {force.id: force.name for force in here.framework.forces.values()}
    service.show_recipients(here.store, recipients, names)
