//! The day in a dateline: `HARBOURTON, March 12, 2018 (Wire) -`, as releases and agencies begin their stories.
//!
//! In come the first paragraphs of the story; out comes the day in the first that begins so. Always holds: before the day
//! stands a place, and behind it, after no more than an agency, a dash.

use super::Places;
use crate::article::DateSource;
use crate::date::PubDate;

/// Only the first paragraphs of a story begin with a dateline.
const FIRST: usize = 3;
/// A place with its state or country, in bytes.
const LONGEST_PLACE: usize = 60;
/// An agency in brackets or between slashes, and the dash behind it, in bytes.
const LONGEST_AGENCY: usize = 45;

impl Places<'_> {
    /// The day of the story's dateline.
    pub(super) fn dateline(&self) -> Option<(PubDate, DateSource)> {
        let first = self.page.story.paragraphs.iter().take(FIRST);
        let date = first.filter_map(|text| self.in_dateline(text)).next()?;
        Some((date, DateSource::Printed))
    }

    fn in_dateline(&self, text: &str) -> Option<PubDate> {
        let end = text.char_indices().map(|(at, _)| at).take(160).last()?;
        let head = &text[..end];
        let (date, before, behind) = self.stamp(head)?;
        let place = head
            .get(..before)?
            .trim_end_matches([' ', ',', '(', '-', '–', '—']);
        let is_name = |word: &str| word.starts_with(|c: char| !c.is_lowercase());
        let is_place = (2..=LONGEST_PLACE).contains(&place.len())
            && place
                .split_whitespace()
                .all(|word| is_name(word) || word.len() <= 3)
            && place.split_whitespace().next_back().is_some_and(is_name)
            && place.starts_with(char::is_uppercase)
            && !place.contains(['.', ':', '!', '?']);
        let rest = head.get(head.len().checked_sub(behind)?..)?;
        let dash = ["--", "–", "—", " - ", "/ -", ") -"]
            .iter()
            .filter_map(|dash| rest.find(dash))
            .min()?;
        (is_place && dash <= LONGEST_AGENCY && !rest[..dash].contains(". ")).then_some(date)
    }
}
