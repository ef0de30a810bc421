//! The names of months in languages that the reader of dates does not know, put into English for it.
//!
//! In comes a line and the language of the page; out comes the line with English names. Always holds: a name that means
//! another month in another of these languages is read only on a page of its own language.

use crate::date::english_month;

/// The beginnings of the names of the months, by the language of the page; of several that fit a word the longest counts.
/// From the Unicode CLDR's wide and abbreviated names, in the form in which they stand beside a day.
const MONTHS: [(&[&str], [&str; 12]); 19] = [
    (
        &["cs", "sk"],
        [
            "led|jan",
            "úno|feb",
            "břez|mar",
            "dub|apr",
            "květ|máj",
            "červn|červen|jún",
            "červenc|júl",
            "srp|aug",
            "září|sep",
            "říj|okt",
            "listop|nov",
            "prosin|dec",
        ],
    ),
    (
        &["pl"],
        [
            "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru",
        ],
    ),
    (
        &["tr"],
        [
            "oca", "şub", "mar", "nis", "may", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara",
        ],
    ),
    (
        &["az"],
        [
            "yan", "fev", "mar", "apr", "may", "iyn|iyun", "iyl|iyul", "avq", "sen", "okt", "noy",
            "dek",
        ],
    ),
    (
        &["ru"],
        [
            "янв",
            "фев",
            "мар",
            "апр",
            "мая|май",
            "июн",
            "июл",
            "авг",
            "сен",
            "окт",
            "ноя",
            "дек",
        ],
    ),
    (
        &["uk"],
        [
            "січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру",
        ],
    ),
    (
        &["bg"],
        [
            "яну", "фев", "мар", "апр", "май", "юни", "юли", "авг", "сеп", "окт", "ное", "дек",
        ],
    ),
    (
        &["da", "sv", "no", "nb", "nn", "sl"],
        [
            "jan", "feb", "mar", "apr", "maj|mai", "jun", "jul", "aug|avg", "sep", "okt", "nov",
            "dec|des",
        ],
    ),
    (
        &["fi"],
        [
            "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka",
            "marras", "joulu",
        ],
    ),
    (
        &["hu"],
        [
            "jan", "feb", "már", "ápr", "máj", "jún", "júl", "aug", "sze", "okt", "nov", "dec",
        ],
    ),
    (
        &["ro"],
        [
            "ian", "feb", "mar", "apr", "mai", "iun", "iul", "aug", "sep", "oct", "noi", "dec",
        ],
    ),
    (
        &["el"],
        [
            "ιαν",
            "φεβ",
            "μαρ|μάρ",
            "απρ",
            "μαΐ|μαϊ|μάι",
            "ιουν|ιούν",
            "ιουλ|ιούλ",
            "αυγ|αύγ",
            "σεπ",
            "οκτ",
            "νοε|νοέ",
            "δεκ",
        ],
    ),
    (
        &["id", "ms"],
        [
            "jan", "feb", "mar|mac", "apr", "mei", "jun", "jul", "agu|ogo", "sep", "okt", "nov",
            "des|dis",
        ],
    ),
    (
        &["ca"],
        [
            "gen", "feb", "mar", "abr", "mai", "jun", "jul", "ago", "set", "oct", "nov", "des",
        ],
    ),
    (
        &["hr", "bs"],
        [
            "sij", "velj", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "lis", "stu", "pro",
        ],
    ),
    (
        &["et"],
        [
            "jaan", "veebr", "märts", "apr", "mai", "juuni", "juuli", "aug", "sept", "okt", "nov",
            "dets",
        ],
    ),
    (
        &["ar"],
        [
            "يناير|كانون الثاني|جانفي",
            "فبراير|شباط|فيفري",
            "مارس|آذار",
            "أبريل|ابريل|إبريل|نيسان|أفريل",
            "مايو|أيار|ماي",
            "يونيو|يونيه|حزيران|جوان",
            "يوليو|يوليه|تموز|جويلية",
            "أغسطس|اغسطس|آب|أوت",
            "سبتمبر|أيلول",
            "أكتوبر|اكتوبر|تشرين الأول",
            "نوفمبر|تشرين الثاني",
            "ديسمبر|كانون الأول",
        ],
    ),
    (
        &["he", "iw"],
        [
            "ינו|בינו",
            "פבר|בפבר",
            "מרץ|מרס|במרץ|במרס",
            "אפר|באפר",
            "מאי|במאי",
            "יוני|ביוני",
            "יולי|ביולי",
            "אוג|באוג",
            "ספט|בספט",
            "אוק|באוק",
            "נוב|בנוב",
            "דצמ|בדצמ",
        ],
    ),
    (
        &["th"],
        [
            "มกร",
            "กุมภ",
            "มีน",
            "เมษ",
            "พฤษภ",
            "มิถ",
            "กรก",
            "สิง",
            "กันย",
            "ตุลา",
            "พฤศจ",
            "ธันว",
        ],
    ),
];

/// No name of a month has more letters.
const LONGEST: usize = 14;

/// The languages whose dates are read without help.
const KNOWN: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];

/// A line with the names of its months in English; `None` if it has none that is surely one. The language is a BCP 47 tag.
pub(super) fn in_english(line: &str, lang: Option<&str>) -> Option<String> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lang = lang.and_then(|lang| lang.split('-').next());
    let own = MONTHS
        .iter()
        .find(|(langs, _)| lang.is_some_and(|lang| langs.contains(&lang)));
    let is_known = lang.is_some_and(|lang| KNOWN.contains(&lang));
    let mut english = String::with_capacity(line.len() + 16);
    let mut is_found = false;
    let mut rest = line;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        let month = match own {
            Some((_, months)) => named(word, months),
            // A page that declares one of these often is in another; but `12 March` and `5 marines` must stay apart.
            None if is_known && word.is_ascii() => None,
            None => agreed(word),
        };
        english.push_str(before);
        // Hungarian writes the year first, with a dot behind it.
        let is_year = |text: &str| text.ends_with(|c: char| c.is_ascii_digit()) && text.len() >= 4;
        let year = english
            .strip_suffix(". ")
            .filter(|head| is_year(head) && lang == Some("hu"));
        if let Some(length) = year.map(str::len)
            && month.is_some()
        {
            english.truncate(length);
            english.push(' ');
        }
        english.push_str(month.map_or(word, |month| english_month(month as u32 + 1)));
        is_found |= month.is_some();
        rest = after;
    }
    english.push_str(rest);
    if lang == Some("th") {
        english = of_our_era(&english);
    }
    is_found.then_some(english)
}

/// A line with its years of the Buddhist era, as Thai pages print them, in ours: 2561 is 2018.
fn of_our_era(line: &str) -> String {
    let numbers = line.split_inclusive(|c: char| !c.is_ascii_digit());
    let mut ours = String::with_capacity(line.len());
    for piece in numbers {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, sign) = piece.split_at(digits);
        match number.parse::<u32>() {
            Ok(year @ 2443..=2643) => ours.push_str(&(year - 543).to_string()),
            _ => ours.push_str(number),
        }
        ours.push_str(sign);
    }
    ours
}

/// The month that a word names in all of the languages that have it; none if they differ.
fn agreed(word: &str) -> Option<usize> {
    let mut months = MONTHS.iter().filter_map(|(_, months)| named(word, months));
    let first = months.next()?;
    months.all(|month| month == first).then_some(first)
}

/// The month that a word names in a language.
fn named(word: &str, months: &[&str; 12]) -> Option<usize> {
    if word.len() > LONGEST * 2 || word.chars().count() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let stems = months.iter().enumerate().flat_map(|(month, stems)| {
        let fit = stems.split('|').filter(|stem| word.starts_with(stem));
        fit.map(move |stem| (stem.len(), month))
    });
    stems
        .max_by_key(|(length, _)| *length)
        .map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::find_stamp;

    #[test]
    fn a_day_is_read_in_the_language_of_the_page() {
        for (lang, line) in [
            ("cs", "12. června 2019"),
            ("pl", "Dodano: 12 czerwca 2019, 10:33"),
            ("tr", "12 Haziran 2019"),
            ("az", "12 iyun 2019"),
            ("ru", "Опубликовано 12 июня 2019 г."),
            ("uk", "12 червня 2019"),
            ("bg", "12 юни 2019"),
            ("da", "12. juni 2019"),
            ("fi", "12. kesäkuuta 2019"),
            ("hu", "2019. június 12."),
            ("ro", "12 iunie 2019"),
            ("el", "12 Ιουνίου 2019"),
            ("id", "12 Juni 2019"),
            ("ca", "12 de juny de 2019"),
            ("hr", "12. lipnja 2019"),
        ] {
            let english = in_english(line, Some(lang)).unwrap();
            let day = find_stamp(&english).map(|(date, _)| date.day_text());
            assert_eq!(
                day.as_deref(),
                Some("2019-06-12"),
                "{lang}: {line}, {english}"
            );
        }
    }

    /// *Listopad* is October in Zagreb, and November in Warsaw.
    #[test]
    fn a_name_of_two_months_is_read_only_in_a_language_of_its_own() {
        let line = "5 listopada 2019";
        assert_eq!(
            in_english(line, Some("pl-PL")).as_deref(),
            Some("5 November 2019")
        );
        assert_eq!(
            in_english(line, Some("hr")).as_deref(),
            Some("5 October 2019")
        );
        assert_eq!(in_english(line, Some("en")), None);
        assert_eq!(
            in_english("5 września 2019", None).as_deref(),
            Some("5 September 2019")
        );
    }

    #[test]
    fn a_line_without_numbers_names_no_day() {
        assert_eq!(in_english("maj", Some("pl")), None);
        assert_eq!(in_english("", None), None);
    }
}
