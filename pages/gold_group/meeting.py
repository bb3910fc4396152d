"""One meeting of the Gold Group: what is on the screen now, or what did it decide?"""

import streamlit as st

from vawg_plans.domain.meetings import MeetingState
from vawg_plans.views import meeting_screen, meetings, minutes, session

here = session.begin()
meeting = meetings.asked_for(here)

if meeting is None:
    meetings.show_none()
elif meeting.state is MeetingState.OPEN:
    meeting_screen.show(here, meeting)
elif meeting.state is MeetingState.CLOSED:
    st.page_link(meetings.LIST, label="Back to the meetings", icon=":material/arrow_back:")
    minutes.show(here, meeting)
else:
    meetings.show_not_begun(meeting)
