//! What the labels of exports mean, in the languages that vendors show them in: English, German, French, Spanish, and what
//! is known of Italian, Portuguese and Dutch.
//!
//! In comes a line; out comes its label and what it fills. Case, accents, blanks and hyphens do not count: `LÄNGE`, `Lange`
//! and `DATE-CHARGEMENT`, `Date de chargement` are found alike. A colon may have a blank before it, as in French.

use unicode_normalization::UnicodeNormalization;

use Role::*;

/// What a labelled line fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Body,
    Date,
    Source,
    Section,
    Byline,
    Place,
    Lang,
    Tags,
    Id,
    Url,
    /// How many words it has.
    Length,
    /// A teaser or an abstract.
    Abstract,
    /// Everything in one line: publication, place, date, page.
    Citation,
    /// Something else that stands above a text.
    Above,
    /// Something else that stands below a text.
    Below,
}

impl Role {
    /// Whether it may stand below a text, and so ends it.
    pub fn is_below(self) -> bool {
        matches!(self, Lang | Tags | Id | Url | Below)
    }
}

/// Labels as [`plain`] has them.
const LABELS: &[(Role, &str)] = &[
    (
        Title,
        "title headline titel uberschrift titre titulo titular titolo kop",
    ),
    (
        Body,
        "body fulltext volltext textkorper texteintegral textecomplet corps textocompleto cuerpo testocompleto \
         textointegral volledigetekst",
    ),
    (
        Date,
        "publicationdate publikationsdatum veroffentlichungsdatum erscheinungsdatum datumderveroffentlichung \
         datedepublication fechadepublicacion datadipubblicazione datadepublicacao publicatiedatum",
    ),
    (
        Source,
        "publicationtitle publikationstitel titelderpublikation titredelapublication titredepublication \
         titulodepublicacion titulodelapublicacion titolodellapubblicazione titulodapublicacao titelvandepublicatie",
    ),
    (
        Section,
        "section rubrik rubrique seccion sezione secao rubriek abschnitt column kolumne",
    ),
    (
        Byline,
        "byline author autor auteur verfasser autore authors autoren auteurs autores",
    ),
    (Place, "dateline datumszeile ortsmarke"),
    (
        Lang,
        "language sprache langue idioma lingua taal languageofpublication languageofpublicationnote publikationssprache \
         sprachederpublikation sprachederveroffentlichung languedepublication languedelapublication idiomadelapublicacion \
         idiomadepublicacion",
    ),
    (
        Tags,
        "subject subjects thema themen schlagwort schlagworter sachgebiet sujet sujets materia asunto tema temas soggetto \
         assunto onderwerp identifierkeyword keywords",
    ),
    (
        Id,
        "proquestdocumentid proquestdokumentid iddedocumentproquest iddudocumentproquest numerodedocumentproquest \
         identificateurdedocumentproquest iddeldocumentodeproquest iddedocumentodeproquest iddodocumentoproquest",
    ),
    (
        Url,
        "documenturl url dokumenturl urldudocument urldedocument urldeldocumento urldodocumento",
    ),
    (
        Length,
        "length lange longueur longitud extension lunghezza comprimento lengte",
    ),
    (
        Abstract,
        "highlight abstract zusammenfassung kurzfassung resume resumen encart insert sommario resumo samenvatting \
         destacado",
    ),
    (
        Citation,
        "publicationinfo informationenzurpublikation publikationsinformationen infosurlapublication \
         informationsdepublication informationssurlapublication informaciondepublicacion informaciondelapublicacion",
    ),
    (
        Above,
        "links documentlink proquestdocumentlink edition ausgabe edicion pg page guid",
    ),
    (
        Below,
        "loaddate update datechargement datedechargement fechacarga fechadecarga datadicaricamento laststand ladedatum \
         lastupdated zuletztaktualisiert letzteaktualisierung dernieremiseajour ultimaactualizacion publicationtype \
         typepublication typedepublication publikationstyp publikationsart tipodepublicacion documenttype dokumententyp \
         dokumenttyp typededocument tipodedocumento sourcetype quellentyp typedesource tipodefuente type graphic grafik \
         graphique grafico notes correction correctiondate series distribution journalcode coderevue codejournal acczno \
         company companies unternehmen societe empresa person personen people organization organisation organizacion \
         ticker industry branche geographic geography geografie country city state land location ort lieu lugar personne \
         persona companyorganization unternehmenorganisation firstpage pages seiten erstepage ersteseite premierepage \
         primerapagina paginas publicationyear publikationsjahr erscheinungsjahr anneedepublication anodepublicacion \
         publisher herausgeber verlag editeur editorial editor placeofpublication erscheinungsort lieudepublication \
         lugardepublicacion countryofpublication publicationsubject issn eissn isbn volume issue numberofpages copyright \
         database datenbank basededonnees basededatos classification doi documentfeature",
    ),
];

/// A label and what stands behind its colon, if the line has one that could be a label at all: a few words at its start.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let colon = line.find(':')?;
    let label = line[..colon].trim_end();
    let fits = !label.is_empty()
        && label.len() <= 48
        && label.split_whitespace().count() <= 6
        && label.chars().all(|c| {
            c.is_alphanumeric()
                || c.is_whitespace()
                || matches!(c, '-' | '/' | '_' | '\'' | '’' | '.' | '(' | ')')
        });
    fits.then(|| (label, line[colon + 1..].trim()))
}

/// What a label fills, if it is a known one.
pub(super) fn role(label: &str) -> Option<Role> {
    let plain = plain(label);
    LABELS
        .iter()
        .find(|(_, labels)| labels.split(' ').any(|label| label == plain))
        .map(|(role, _)| *role)
}

/// The label, its role and its value, of a line with a known label.
pub(super) fn known(line: &str) -> Option<(&str, Role, &str)> {
    let (label, value) = split(line)?;
    role(label).map(|role| (label, role, value))
}

/// A label in small letters, without accents, blanks and signs.
pub(super) fn plain(label: &str) -> String {
    let bare = label
        .nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase);
    // Put together again what is no accent: the syllables of Korean.
    bare.nfc().collect()
}

/// Whether a line is a copyright notice's first.
pub(super) fn is_copyright(line: &str) -> bool {
    let line = line.trim_start();
    let start = line[..line.floor_char_boundary(24)].to_lowercase();
    [
        "copyright",
        "©",
        "(c)",
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits",
        "todos los derechos",
    ]
    .iter()
    .any(|notice| start.starts_with(notice))
}

/// Tags from a list with semicolons or bars, without the percentages that Nexis puts behind them.
pub(super) fn tags(list: &str) -> Vec<String> {
    let separators: &[char] = if list.contains(';') {
        &[';']
    } else if list.contains('|') {
        &['|']
    } else {
        &[',']
    };
    list.split(separators)
        .map(|tag| {
            let tag = tag.trim();
            match tag.rfind('(') {
                Some(open) if tag.ends_with("%)") => tag[..open].trim_end(),
                _ => tag,
            }
        })
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A byline without the word that says it is one.
pub(super) fn without_by(byline: &str) -> String {
    let byline = byline.trim();
    let words = ["by ", "von ", "par ", "por "];
    let start = byline[..byline.floor_char_boundary(4)].to_lowercase();
    match words.iter().find(|word| start.starts_with(**word)) {
        Some(word) => byline[word.len()..].trim_start().to_owned(),
        None => byline.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_their_languages() {
        for (line, role, value) in [
            ("LENGTH: 612 words", Length, "612 words"),
            ("LÄNGE: 612 Wörter", Length, "612 Wörter"),
            ("LONGUEUR : 612 mots", Length, "612 mots"),
            ("Texte intégral\u{a0}: Il", Body, "Il"),
            (
                "DATE-CHARGEMENT: 17 décembre 2015",
                Below,
                "17 décembre 2015",
            ),
            ("Fecha de publicación: dic 17, 2015", Date, "dic 17, 2015"),
            ("ProQuest-Dokument-ID: 17", Id, "17"),
        ] {
            let (_, found, behind) = known(line).expect(line);
            assert_eq!((found, behind), (role, value), "{line}");
        }
        assert_eq!(known("He said: no."), None);
        assert_eq!(split("\"Well\": no"), None);
        assert_eq!(split("http://example.org"), Some(("http", "//example.org")));
    }

    #[test]
    fn every_label_is_written_as_it_is_compared_and_stands_once() {
        let mut all: Vec<&str> = LABELS
            .iter()
            .flat_map(|(_, labels)| labels.split_whitespace())
            .collect();
        for label in &all {
            assert_eq!(plain(label), *label);
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn tags_lose_their_percentages() {
        assert_eq!(
            tags("STRIKES (90%); MINES & QUARRIES (78%);"),
            ["STRIKES", "MINES & QUARRIES"]
        );
        assert_eq!(tags("Dams, Floods"), ["Dams", "Floods"]);
    }
}
