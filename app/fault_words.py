"""What is wrong with a setting, in words. Whoever sets an office up reads them, never a citizen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.rules.faults import Fault, Wrong

WRONG_BECAUSE = {
    Wrong.OUT_OF_BOUNDS: _l("Write a whole number from %(low)s to %(high)s."),
    Wrong.NOT_KNOWN: _l("%(name)s is not known here. Choose from those of this office."),
    Wrong.NO_SPANS: _l("Write hours as 08:00–11:30, several with a comma between them: 08:00–11:30, 13:00–16:00."),
    Wrong.ENDS_BEFORE: _l("These hours end before they begin. Write the earlier time first."),
    Wrong.OVERLAP: _l("Two of these hours overlap. Let the second begin when the first has ended."),
    Wrong.NEVER_OPEN: _l("With no hours on any day the office would never open. Write the hours of at least one day."),
    Wrong.OTHER_DAY_THERE: _l(
        "In that time zone it is another day now. Change it at an hour when the date is the same."
    ),
    Wrong.ENDS_TODAY: _l(
        "By these hours the office has closed for today already: %(people)s waiting would be told that their number "
        "has expired. Tick the box below if that is what you want, or change the hours tomorrow morning."
    ),
    Wrong.DAY_OVER: _l("This day is over. Choose today or a later day."),
    Wrong.DAY_TOO_FAR: _l("Choose a day within the next two years."),
    Wrong.DAY_TAKEN: _l("This date is a special day already: %(name)s. Remove that one first."),
    Wrong.NO_NAME: _l("Write a name of at most %(most)s characters; citizens read it when the office is closed."),
    Wrong.BOARD_NO_NAME: _l("Write a name of at most %(most)s characters, so that you know which screen it is."),
    Wrong.NOT_ONE_COUNTER: _l("A board over a counter needs exactly one counter. Tick the one it hangs over."),
    Wrong.TEXT_TOO_LONG: _l("Write at most %(most)s characters: a longer text is not read to its end."),
    Wrong.CODE_UNUSABLE: _l("Write 1 to 20 small letters, digits or hyphens, such as lantai-2."),
    Wrong.CODE_TAKEN: _l("Another board has this code. Choose another one."),
    Wrong.VOICES_UNUSABLE: _l("Choose at least one language, and each of them once."),
    Wrong.GOES_TO_ITSELF: _l("A service cannot come after itself. Choose another one, or none."),
    Wrong.TWICE: _l("%(name)s stands here twice. A citizen goes to each service once."),
    Wrong.TOO_MANY_STEPS: _l("At most %(most)s services can follow."),
    Wrong.NO_LETTER: _l("A counter serves at least one queue; otherwise its officer could call nobody."),
    Wrong.NOT_SERVED_HERE: _l("%(name)s is not served at this counter. Let it serve the queue first."),
    Wrong.SERVED_ALREADY: _l("This counter serves %(name)s already; it need not help there."),
    Wrong.TOO_MANY_REASONS: _l("Write at most %(most)s reasons, each in a line of its own."),
    Wrong.REASON_TOO_LONG: _l("“%(name)s” is longer than %(most)s characters. Say it in fewer words."),
    Wrong.SLIP_UNKNOWN: _l("Line %(line)s: nobody knows {%(name)s}. Use the names below, as the buttons write them."),
    Wrong.SLIP_NOT_CLOSED: _l("Line %(line)s: a brace is missing. A name stands between { and }."),
    Wrong.SLIP_NOT_ALONE: _l("Line %(line)s: {%(name)s} needs a line to itself. Put the other words above or below."),
    Wrong.SLIP_TWICE: _l("Line %(line)s: {%(name)s} stands there a second time. Take one of them out."),
    Wrong.SLIP_NO_NUMBER: _l("The number is missing. Put {number} on a line of its own."),
    Wrong.SLIP_LINE_TOO_LONG: _l("Line %(line)s is longer than %(most)s characters. Make two lines of it."),
    Wrong.SLIP_TOO_MANY_LINES: _l("From line %(line)s on it is too long: a slip has at most %(most)s lines."),
    Wrong.SLIP_NO_ADDRESS: _l(
        "Line %(line)s: there is no address yet that a QR code could lead to. Take {qr} out, or ask whoever runs the "
        "server to set PUBLIC_URL."
    ),
    Wrong.NO_PICTURE: _l("This is no picture that can be read. Choose a PNG, JPEG or WebP file."),
    Wrong.LOGO_TOO_LARGE: _l("This file is larger than %(most)s MB. Choose a smaller one."),
    Wrong.LOGO_TOO_MANY_DOTS: _l("This picture has more than %(most)s million dots. Choose a smaller one."),
    Wrong.LOGO_EMPTY: _l("On this picture there is nothing to print: it is white all over. Choose another one."),
    Wrong.NO_COLOUR: _l("Write a colour as #0f766e, or choose one."),
    Wrong.TOO_PALE: _l(
        "This colour is too pale to be read: its contrast is %(contrast)s, and %(enough)s is the least. "
        "Choose a darker one."
    ),
    Wrong.NO_SUCH_MODEL: _l("Nobody knows a model called %(name)s. Choose one of the list, or none."),
    Wrong.MODEL_TOO_NARROW: _l("%(name)s takes paper of 58 mm at most. Choose 58 mm, or another model."),
    Wrong.NO_RECORDING: _l("This is no sound that can be read. Record it here, or choose another file."),
    Wrong.RECORDING_TOO_LONG: _l("This is longer than %(most)s seconds. Say only the words that are shown."),
    Wrong.RECORDING_SILENT: _l("Nothing can be heard in it. Go nearer to the microphone and try again."),
    Wrong.NO_MEDIUM: _l(
        "This is neither a picture (PNG, JPEG, WebP) nor a video (MP4, WebM) that boards can show. Choose another file."
    ),
    Wrong.MEDIUM_TOO_LARGE: _l("This file is larger than %(most)s MB. Choose a smaller one."),
    Wrong.MEDIUM_THERE: _l("This board shows that file already. Change when it is shown in the list below."),
    Wrong.TOO_MANY_MEDIA: _l("A board shows %(most)s files at most. Delete one that nobody needs any more first."),
    Wrong.NOT_SEEN: _l("Look at the test slip, and choose what you see there."),
    Wrong.PIN_UNUSABLE: _l("A PIN has 6 to 8 digits and nothing else."),
    Wrong.PIN_TOO_EASY: _l("Everybody tries this one first. Choose digits that do not repeat or count on."),
    Wrong.NEED_NO_NAME: _l("Write what happened in Indonesian, at most %(most)s characters in each language."),
    Wrong.NEED_NO_SERVICE: _l("Tick at least one service that helps then."),
    Wrong.NEED_NO_ICON: _l("There is no picture called %(name)s. Choose one of the list, or look at lucide.dev."),
    Wrong.PICTURE_NOT_CHOSEN: _l("Choose a picture."),
    Wrong.TOO_MANY_NEEDS: _l("There are %(most)s needs already; nobody reads more. Remove one first."),
    Wrong.TOO_LONG: _l("Write at most %(most)s characters."),
    Wrong.TOO_MANY_ITEMS: _l("Write at most %(most)s lines of at most %(long)s characters each."),
    Wrong.NAME_NEEDED: _l("Write a name in Indonesian, at most %(most)s characters in each language."),
    Wrong.COUNTER_NUMBER: _l("Write 1 to 8 letters or digits, as painted on the counter: 3, 12 or 3B."),
    Wrong.COUNTER_THERE: _l("There is a counter %(name)s already. Choose another number."),
    Wrong.COUNTER_RETIRED: _l("Counter %(name)s was retired. Bring it back below, or choose another number."),
    Wrong.TOO_MANY: _l("There are %(most)s already, and a page shows no more. Retire one first."),
    Wrong.SERVICE_CODE: _l("Write 2 to 20 capital letters, digits or hyphens, such as A-KTPR."),
    Wrong.SERVICE_THERE: _l(
        "There is a service with the code %(name)s already, perhaps a retired one. Choose another code."
    ),
    Wrong.LETTER_UNUSABLE: _l("Write one or two capital letters, such as G."),
    Wrong.LETTER_THERE: _l("There is a queue %(name)s already. Choose another letter."),
    Wrong.OFFICE_NO_NAME: _l("Write the name of the office as citizens know it, at most %(most)s characters."),
    Wrong.OFFICE_CODE: _l("Write 2 to 40 small letters, digits or hyphens, such as karang-tengah."),
    Wrong.NO_TABLE: _l(
        "This is no XLSX, CSV or JSON file that can be read. Save it in your spreadsheet as XLSX, or as CSV in UTF-8."
    ),
    Wrong.TABLE_EMPTY: _l("Choose a file first. If you have chosen one, nothing stands in it."),
    Wrong.TABLE_TOO_LARGE: _l("The file is too large: at most 1 MB and %(most)s rows. Divide it."),
    Wrong.TABLE_FORMULA: _l("A formula stands here. Write its value instead."),
    Wrong.TABLE_DATE: _l(
        "The spreadsheet has made a date or a time of this. Give the cell the format “text” and write it anew."
    ),
    Wrong.TABLE_NO_COLUMNS: _l(
        "No table was found with rows below a first row that names its columns as an exported file does. One of these "
        "must be among them: %(names)s."
    ),
    Wrong.COLUMN_UNKNOWN: _l("Nobody knows a column called %(name)s. Take it out, or write it as in an exported file."),
    Wrong.COLUMN_NO_NAME: _l("Something stands here below no name of a column. Name the column, or take it out."),
    Wrong.COLUMN_TWICE: _l("Two columns are called %(name)s. Take one of them out."),
    Wrong.ROW_TWICE: _l("%(name)s stands in the file twice. Take one of the rows out."),
    Wrong.ROW_NO_KEY: _l("Write something into the column %(name)s: the row is known by it."),
    Wrong.CELL_EMPTY: _l("Something new needs this. Fill it in."),
    Wrong.NOT_YES_OR_NO: _l("Write yes or no."),
    Wrong.ENDS_BEFORE_IT_BEGINS: _l("The last day lies before the first. Choose a later one."),
    Wrong.SEASON_TOO_LONG: _l("At most %(most)s days in a row: what lasts longer is the office's week."),
    Wrong.SEASON_THERE: _l("Some of these days belong to %(name)s already. Remove that one first."),
    Wrong.FROM_CATALOGUE: _l(
        "This version is the city catalogue's. To show something else, write it into the standard as your own."
    ),
    Wrong.OFFICE_THERE: _l("The address %(name)s is taken. Choose another code."),
    Wrong.ROLE_UNKNOWN: _l("“%(name)s” is no role of an office. Write one or more of these, with commas: %(known)s."),
    Wrong.NEW_AND_STOPPED: _l("Nobody is called this yet, so there is nobody to stop. Take the row out."),
    Wrong.NO_ROLE_LEFT: _l(
        "They would hold no role anywhere. To let somebody sign in no more, write yes at “stopped”."
    ),
    Wrong.PERSON_NO_NAME: _l("Write a name of 1 to 80 characters, as they will sign in with it."),
    Wrong.PERSON_TAKEN: _l("There is already somebody with this name. Add a second name or the office."),
    Wrong.PERSON_NO_ROLE: _l("Tick at least one role, in at least one office."),
    Wrong.PERSON_BEYOND_REACH: _l("You give and take roles only in the offices you administer."),
    Wrong.PERSON_RAISES_ONESELF: _l("Nobody gives themselves a role. Ask another administrator."),
    Wrong.PERSON_OWN_LAST: _l(
        "This would take away your own last right to look after people. Ask another administrator."
    ),
    Wrong.PERSON_LAST_ADMIN: _l(
        "Somebody must stay administrator of all offices. Give that role to another person first."
    ),
    Wrong.PERSON_ONESELF: _l("Nobody does this to themselves. Ask another administrator."),
    Wrong.PERSON_CHANGED_MEANWHILE: _l(
        "Somebody else changed these roles while this page was open. They are ticked below as they are now."
    ),
}


def fault_words(fault: Fault) -> str:
    """What is wrong with a setting, and what to write instead, in the reader's language."""
    return str(WRONG_BECAUSE[fault.wrong]) % fault.facts
