//! The names of months and days in languages beyond those of [`words`](super::words): Slavic, Baltic, Nordic, Romanian,
//! Hungarian, Finnish, Turkish, Greek, Indonesian, Hindi, Persian.
//!
//! In: a folded word. Out: a month, a weekday, whether it stands between the parts of a date. Always holds: a word has one
//! month in all of these languages together; a name that is two months (*listopada* is October to Croats and November to
//! Poles) is left out. The names are the wide ones of the Unicode CLDR, as they stand beside a day and alone, and the short
//! ones that are no other word.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

/// The names of each month, folded: lower case, without accents and other marks. With a blank between them.
const MONTHS: [&str; 12] = [
    "января январь янв січня січень януари stycznia styczen ledna leden sijecnja januar januara ocak \
     ianuarie ιανουαριου ιανουαριος ιαν tammikuuta tammikuu sausio sausis janvaris janvari जनवरी \
     ژانویه",
    "февраля февраль фев лютого лютии февруари lutego luty unora unor veljace februara subat februarie \
     φεβρουαριου φεβρουαριος φεβ helmikuuta helmikuu vasario vasaris februaris februari फरवरी \
     فوریه",
    "марта март мар березня березень marca marzec brezna brezen ozujka marec mart marcius martie μαρτιου \
     μαρτιος μαρ maaliskuuta maaliskuu kovo kovas marts marta maret मारच مارس",
    "апреля апрель апр квітня квітень април kwietnia kwiecien dubna duben travnja aprila aprilis nisan \
     aprilie απριλιου απριλιος απρ huhtikuuta huhtikuu balandzio balandis aprili अपरैल اوریل",
    "мая маи травня травень maja maj kvetna kveten svibnja majus mayis μαιου μαιος μαι toukokuuta \
     toukokuu geguzes geguze maijs maija मई مه",
    "июня июнь июн червня червень юни czerwca czerwiec cervna cerven lipnja juna junius haziran iunie \
     ιουνιου ιουνιος ιουν kesakuuta kesakuu birzelio birzelis junijs junija जून ژوین",
    "июля июль июл липня липень юли lipca lipiec cervence cervenec srpnja jula julius temmuz iulie \
     ιουλιου ιουλιος ιουλ heinakuuta heinakuu liepos liepa julijs julija जुलाई ژوییه جولای",
    "августа август авг серпня серпень sierpnia sierpien srpna srpen kolovoza augusta augusztus agustos \
     αυγουστου αυγουστος αυγ elokuuta elokuu rugpjucio rugpjutis augusts agustus अगसत اوت اگوست",
    "rujna сентября сентябрь сен сент вересня вересень септември wrzesnia wrzesien zari septembra \
     szeptember eylul septembrie σεπτεμβριου σεπτεμβριος σεπ syyskuuta syyskuu rugsejo rugsejis \
     septembris septembri सितंबर सितमबर سپتامبر",
    "октября октябрь окт жовтня жовтень октомври pazdziernika pazdziernik rijna rijen oktobra \
     ekim octombrie οκτωβριου οκτωβριος οκτ lokakuuta lokakuu spalio spalis oktobris oktobri \
     अकटूबर اکتبر",
    "listopadu studenoga ноября ноябрь ноя нояб листопада листопад ноември novembra kasim noiembrie νοεμβριου \
     νοεμβριος νοε marraskuuta marraskuu lapkricio lapkritis novembris novembri नवंबर नवमबर \
     نوامبر",
    "декабря декабрь дек грудня грудень декември grudnia grudzien prosince prosinec prosinca decembra \
     desember aralik decembrie δεκεμβριου δεκεμβριος δεκ joulukuuta joulukuu gruodzio gruodis \
     decembris decembri दिसंबर दिसमबर دسامبر",
];

/// The names of each weekday from Monday on, folded.
const WEEKDAYS: [&str; 7] = [
    "понедельник пн понеділок понеделник poniedzialek pondeli hetfo pazartesi mandag δευτερα δευ \
     maanantai maanantaina सोमवार luni",
    "вторник вт вівторок wtorek utery kedd sali tirsdag tisdag τριτη τρι tiistai tiistaina \
     मंगलवार marti",
    "среда ср середа сряда sroda streda szerda carsamba onsdag τεταρτη τετ keskiviikko \
     keskiviikkona बुधवार miercuri",
    "четверг чт четвер четвъртък czwartek ctvrtek csutortok persembe torsdag πεμπτη πεμ torstai \
     torstaina गुरुवार joi",
    "пятница пт петък piatek patek pentek cuma fredag παρασκευη παρ perjantai perjantaina शुकरवार \
     vineri",
    "суббота сб субота събота sobota szombat cumartesi lordag σαββατο σαβ lauantai lauantaina \
     शनिवार sambata",
    "воскресенье вс неділя неделя niedziela nedele vasarnap pazar sondag κυριακη κυρ sunnuntai \
     sunnuntaina रविवार duminica",
];

/// What may announce a stamp in these languages, or stand between its parts: *в 10:15*, *2019 года*, *kl. 10:15*.
#[rustfmt::skip]
pub(super) const AROUND: &[&str] = &[
    "г", "года", "год", "р", "року", "в", "о", "опубликовано", "обновлено", "дата",
    "публикации", "опубліковано", "оновлено", "r", "godz", "dnia", "opublikowano",
    "aktualizacja", "v", "publikovano", "aktualizovano", "kl", "publicerad", "uppdaterad",
    "publisert", "oppdatert", "publiceret", "opdateret", "julkaistu", "paivitetty", "megjelent",
    "frissitve", "guncelleme", "yayinlanma", "tarihi", "saat", "στις", "δημοσιευση", "को",
    "बजे", "ساعت", "ngay",
];

/// What follows a year and says that it was one: *2019 г.*, *2019 r.*, *2019 m.*, *2019. gada*.
pub(super) const OF_YEAR: &[&str] = &[
    "г", "года", "год", "р", "року", "r", "roku", "m", "gada", "nam",
];

/// Every name with its number, from 0: a line of a page asks for each of its words.
static NAMES: LazyLock<[HashMap<&str, u8>; 2]> = LazyLock::new(|| {
    let table = |rows: &[&'static str]| {
        let numbered = (0..).zip(rows);
        let names = numbered.flat_map(|(at, names)| names.split(' ').map(move |name| (name, at)));
        names.collect()
    };
    [table(&MONTHS), table(&WEEKDAYS)]
});

/// The month a folded word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    NAMES[0].get(word).map(|at| u32::from(*at) + 1)
}

/// The weekday a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    NAMES[1]
        .get(word)
        .and_then(|at| Weekday::try_from(*at).ok())
}

#[cfg(test)]
mod tests;
