"""Invented names. Nobody and no organisation here is real."""

AUTHORITIES = {
    "Ashmere": ["ST1", "ST2", "ST3", "ST4", "ST5", "ST6", "ST7"],
    "Calderwick": ["ST14", "ST15", "ST16", "ST17", "ST18", "ST19", "ST20", "ST21"],
    "Dunmarsh": ["WV1", "WV2", "WV3", "WV4", "WV6", "WV10", "WV11"],
    "Elderby": ["WS1", "WS2", "WS3", "WS4", "WS5", "WS8", "WS9", "WS10"],
    "Fernhallow": ["DY1", "DY2", "DY3", "DY4", "DY5", "DY6", "DY8", "DY9"],
    "Greyholt": ["B20", "B23", "B24", "B29", "B30", "B31", "B36", "B44"],
    "Harrowfen": ["DE1", "DE3", "DE21", "DE22", "DE23", "DE24", "DE55"],
}
ADJOINING = {
    "Ashmere": ["Calderwick"],
    "Calderwick": ["Ashmere", "Dunmarsh", "Elderby", "Harrowfen"],
    "Dunmarsh": ["Calderwick", "Elderby", "Fernhallow"],
    "Elderby": ["Calderwick", "Dunmarsh", "Fernhallow", "Greyholt"],
    "Fernhallow": ["Dunmarsh", "Elderby", "Greyholt"],
    "Greyholt": ["Elderby", "Fernhallow"],
    "Harrowfen": ["Calderwick"],
}
AGENCIES = [
    "Lantern Fostering",
    "Millbrook Families",
    "Open Door Care",
    "Rowan Tree Fostering",
    "Stepping Stones Homes",
]
SHARING_NAMES = (
    "Robin Sky Wren Jay Rowan Ash Finch Storm River Brook Linnet Heron Fern Reed Moss "
    "Hazel Willow Maple Cedar Briar Clover Teal Swift Lark Merlin Otter Fox Bramble "
    "Juniper Sorrel Sage Aspen Alder Birch Poppy Marlow Indigo Ember Flint Coral"
).split()
CARERS = (
    "Amara Jo Bev Colin Dee Errol Fatima Gwen Hari Ines Jim Kath Leon Maeve Nadia Owen "
    "Pat Rashid Sue Tess Uma Viv Wes Yasmin Zoe Anita Bron Carl Dot Eddie"
).split()
INTERESTS = (
    "football;horses;baking;drawing;music;gaming;swimming;dance;fishing;cycling;"
    "gardening;cars;reading;boxing;animals;walking;films;sewing;cricket;drama"
).split(";")
COURSES = (
    "therapeutic-parenting;non-violent-resistance;self-harm;child-exploitation;"
    "autism;attachment;safer-care;foetal-alcohol;first-aid"
).split(";")
VOICES = (
    "I would like somewhere calm where people tell me things before they happen.",
    "A dog would be good. I want to stay at my school because my friends are there.",
    "I want to know who lives there before I go. I like cooking on Sundays.",
    "Not too many people. Someone who does not shout. I want to see my nan.",
    "I want to carry on with football and have my own room with a lock on my drawer.",
    "I do not mind where. I want to be asked first.",
    "Somewhere near my sister. I like it when people keep their word.",
    "I would like to go slowly and stay for tea a few times first.",
)
