//! Layouts of saved news pages, one a row: the page, and what the reader must make of it.
//!
//! The stories are invented; `{a}` to `{o}` stand for the paragraphs in [`P`]. An empty field is not compared, for a page
//! may say less than a reader could guess; a body of `None` is neither.

mod alone;
mod crowded;
mod dailies;
mod saved;
mod scant;
mod sites;

/// One page and its fields.
pub(super) struct Layout {
    pub name: &'static str,
    pub page: &'static str,
    pub title: &'static str,
    pub section: &'static str,
    pub source: &'static str,
    pub byline: &'static str,
    pub place: &'static str,
    pub published: &'static str,
    pub body: Option<&'static [&'static str]>,
}

impl Layout {
    /// The page with its paragraphs in place.
    pub fn text(&self) -> String {
        let letters = ('a'..='o').zip(P);
        letters.fold(self.page.to_owned(), |page, (letter, paragraph)| {
            page.replace(&format!("{{{letter}}}"), paragraph)
        })
    }
}

/// The paragraphs of the stories.
pub(super) const P: [&str; 15] = [
    "LANPING - The river port of Lanping will add two new grain terminals by the end of next year, local officials said on Monday, as barge traffic keeps growing faster than planned.",
    "Harbour master Qiu Wenrong said that the first terminal would handle 4.2 million tons a year and employ about 300 people.",
    "\"We could not wait any longer,\" Qiu told a news briefing. \"Ships were queuing for three days in October.\"",
    "The project was first announced on March 3, 2009, but it was delayed twice because of floods and a dispute over land.",
    "Residents of the old dock quarter have been offered new flats, though some say the compensation is too low.",
    "The ministry did not respond to a request for comment.",
    "A second terminal, for rice and maize, is to follow once a railway bridge has been widened.",
    "TANZHOU, Nov. 18 (Xinhua) -- A cold front brought the first heavy snow of the winter to the northern highlands on Wednesday, closing eleven roads and two airports.",
    "More than 400 passengers spent the night in the terminal, where volunteers handed out noodles and blankets.",
    "Forecasters expect temperatures to fall to minus 22 degrees Celsius before the weekend, the lowest value since 1987.",
    "Hot topics were discussed at the meeting, from school heating to the price of cabbage, but no decision was taken.",
    "Xinhua",
    "The museum in the former silk mill opened its doors on Saturday after four years of restoration, drawing long lines of visitors from early morning.",
    "Curator Deng Suyin said the collection of looms was the largest of its kind in the south of the country.",
    "Entrance is free until the end of the month, and guided tours are offered in four languages.",
];

/// All layouts.
pub(super) fn layouts() -> Vec<&'static Layout> {
    let all = [
        dailies::LAYOUTS,
        sites::LAYOUTS,
        saved::LAYOUTS,
        alone::LAYOUTS,
        scant::LAYOUTS,
        crowded::LAYOUTS,
    ];
    all.into_iter().flatten().collect()
}
