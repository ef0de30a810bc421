//! The names of months and days in the languages the archives are in: English, German, French, Spanish, Italian,
//! Portuguese, Dutch; long, and in their usual short forms. Those of other languages are in [`tongues`].
//!
//! In: a word, folded by [`fold`] to lower case without accents. Out: a month, a weekday. A word has one month at most
//! and one weekday at most, but *mar* is both: March, and Tuesday in three languages; who asks decides by what follows.

use chrono::Weekday;
use unicode_normalization::char::decompose_canonical;

use super::tongues;

/// A letter in lower case without its accent; `None` for an accent written by itself, and for what Devanagari and Arabic write
/// above and below a letter without making it another.
pub(super) fn fold(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36F}' => return None,
        'A'..='Z' => c.to_ascii_lowercase(),
        'À'..='Å' | 'à'..='å' | 'ª' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'º' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        'Ø' | 'ø' => 'o',
        'ı' => 'i',
        'Ł' | 'ł' => 'l',
        '\u{653}'..='\u{655}' | '\u{93C}' | '\u{94D}' => return None,
        'ي' | 'ى' => 'ی',
        '\u{100}'.. => {
            let mut base = c;
            let mut is_first = true;
            decompose_canonical(c, |part| {
                if std::mem::take(&mut is_first) {
                    base = part;
                }
            });
            match base {
                'ي' => 'ی',
                base => base.to_lowercase().next().unwrap_or(base),
            }
        }
        _ => c,
    })
}

/// The English name of a month, 1 to 12.
pub(crate) fn english_month(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES
        .get(month.wrapping_sub(1) as usize)
        .copied()
        .unwrap_or("the month")
}

/// The month a folded word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" | "januar" | "janner" | "jaenner" | "janvier" | "janv" | "enero"
        | "ene" | "gennaio" | "gen" | "genn" | "janeiro" | "januari" => 1,
        "february" | "feb" | "febr" | "februar" | "feber" | "fevrier" | "fevr" | "fev"
        | "febrero" | "febbraio" | "febb" | "fevereiro" | "februari" => 2,
        "march" | "mar" | "marz" | "maerz" | "mrz" | "mars" | "marzo" | "marco" | "maart"
        | "mrt" => 3,
        "april" | "apr" | "avril" | "avr" | "abril" | "abr" | "aprile" => 4,
        "may" | "mai" | "mayo" | "maggio" | "mag" | "maio" | "mei" => 5,
        "june" | "jun" | "juni" | "juin" | "junio" | "giugno" | "giu" | "junho" => 6,
        "july" | "jul" | "juli" | "juillet" | "juil" | "julio" | "luglio" | "lug" | "julho" => 7,
        "august" | "aug" | "aout" | "agosto" | "ago" | "augustus" => 8,
        "september" | "sept" | "sep" | "septembre" | "septiembre" | "setiembre" | "settembre"
        | "sett" | "set" | "setembro" => 9,
        "october" | "oct" | "oktober" | "okt" | "octobre" | "octubre" | "ottobre" | "ott"
        | "outubro" | "out" => 10,
        "november" | "nov" | "novembre" | "noviembre" | "novembro" => 11,
        "december" | "dec" | "dezember" | "dez" | "decembre" | "diciembre" | "dic" | "dicembre"
        | "dezembro" => 12,
        _ => return tongues::month(word),
    })
}

/// The weekday a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" | "montag" | "mo" | "lundi" | "lun" | "lunes" | "lunedi" | "segunda"
        | "seg" | "maandag" | "ma" => Weekday::Mon,
        "tuesday" | "tue" | "tues" | "dienstag" | "di" | "mardi" | "mar" | "martes" | "martedi"
        | "terca" | "ter" | "dinsdag" => Weekday::Tue,
        "wednesday" | "wed" | "weds" | "mittwoch" | "mi" | "mercredi" | "mer" | "miercoles"
        | "mie" | "mercoledi" | "quarta" | "qua" | "woensdag" | "wo" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" | "donnerstag" | "do" | "jeudi" | "jeu"
        | "jueves" | "jue" | "giovedi" | "gio" | "quinta" | "qui" | "donderdag" => Weekday::Thu,
        "friday" | "fri" | "freitag" | "fr" | "vendredi" | "ven" | "viernes" | "vie"
        | "venerdi" | "sexta" | "sex" | "vrijdag" | "vr" => Weekday::Fri,
        "saturday" | "sat" | "samstag" | "sonnabend" | "sa" | "samedi" | "sam" | "sabado"
        | "sab" | "sabato" | "zaterdag" | "za" => Weekday::Sat,
        "sunday" | "sun" | "sonntag" | "so" | "dimanche" | "dim" | "domingo" | "dom"
        | "domenica" | "zondag" | "zo" => Weekday::Sun,
        _ => return tongues::weekday(word),
    })
}

/// What makes a day's number an ordinal: 1st, 1er, 1º.
pub(super) const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "e", "o", "a"];

/// What stands between the parts of a written date and means nothing: 17th *of* December, 17 *de* diciembre *del* 2015.
pub(super) const OF: &[&str] = &["of", "de", "do", "del", "di", "van", "d"];

/// What may announce a stamp or stand between its parts.
pub(super) const AROUND: &[&str] = &[
    // English
    "updated",
    "published",
    "posted",
    "modified",
    "created",
    "issued",
    "released",
    "revised",
    "first",
    "last",
    "date",
    "dated",
    "publication",
    "update",
    "time",
    "on",
    "at",
    "the",
    // German
    "veroffentlicht",
    "aktualisiert",
    "erschienen",
    "erstellt",
    "stand",
    "datum",
    "zuletzt",
    "am",
    "um",
    "vom",
    "der",
    "den",
    // French
    "publie",
    "publiee",
    "mis",
    "mise",
    "jour",
    "modifie",
    "modifiee",
    "le",
    "a",
    // Spanish, Portuguese
    "publicado",
    "publicada",
    "actualizado",
    "actualizada",
    "atualizado",
    "atualizada",
    "fecha",
    "data",
    "el",
    "las",
    "em",
    "as",
    "o",
    // Italian
    "pubblicato",
    "pubblicata",
    "aggiornato",
    "aggiornata",
    "il",
    "alle",
    "ore",
    // Dutch
    "gepubliceerd",
    "geplaatst",
    "bijgewerkt",
    "gewijzigd",
    "op",
    "om",
];

/// What says that the number before it was an hour.
pub(super) const OCLOCK: &[&str] = &["uhr", "h", "hrs", "hr", "hours", "uur", "heures", "horas"];

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        word.chars().filter_map(fold).collect()
    }

    #[test]
    fn every_language_has_twelve_months_and_seven_days() {
        let months = [
            "January February March April May June July August September October November December",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "januari februari maart april mei juni juli augustus september oktober november december",
        ];
        for names in months {
            let read: Vec<_> = names
                .split(' ')
                .filter_map(|name| month(&folded(name)))
                .collect();
            assert_eq!(read, (1..=12).collect::<Vec<_>>(), "{names}");
        }
        let weekdays = [
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
            "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "lunes martes miércoles jueves viernes sábado domingo",
            "lunedì martedì mercoledì giovedì venerdì sabato domenica",
            "segunda terça quarta quinta sexta sábado domingo",
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        ];
        for names in weekdays {
            let read: Vec<_> = names
                .split(' ')
                .filter_map(|name| weekday(&folded(name)))
                .collect();
            let numbers: Vec<_> = read.iter().map(Weekday::num_days_from_monday).collect();
            assert_eq!(numbers, (0..7).collect::<Vec<_>>(), "{names}");
        }
    }

    #[test]
    fn an_accent_may_be_written_by_itself() {
        assert_eq!(month(&folded("MA\u{308}RZ")), Some(3));
    }
}
