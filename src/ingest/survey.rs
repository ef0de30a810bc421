//! A dry run: paths → archives → records → articles, counted file by file, and nothing is written.
//!
//! In comes what was found; out comes a [`Survey`] of each archive as soon as it is read, and the [`Outlook`] of all. The
//! reading is that of a real run (`ingest::reading`), so what it counts as a record, an article or a reject is what that would.
//! Whether an article is new, an update or a duplicate only the index knows. Memory does not grow with the archives: of an
//! archive's members the first [`MOST_MEMBERS`] are kept apart.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::Options;
use super::container::Passed;
use super::ledger::{Known, Reject};
use super::queue::Queue;
use super::reading::{End, Message, Reader};
use super::walk::Found;
use crate::article::Article;

/// So many members of an archive are told of one by one.
pub const MOST_MEMBERS: usize = 20;

/// The fields that are counted, in the order of [`Tally::fields`].
pub const FIELDS: [&str; 10] = [
    "title", "body", "date", "source", "section", "byline", "place", "url", "lang", "tags",
];

/// What is in an archive, in a member of one, or in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many files or members are of each format.
    pub formats: BTreeMap<&'static str, u64>,
    /// Records seen. Invariant: the articles and the rejected.
    pub records: u64,
    /// Records that are articles: new or known, of that nothing is said.
    pub articles: u64,
    /// Records that would be left out.
    pub rejected: u64,
    /// The same by code.
    pub reasons: BTreeMap<String, u64>,
    /// In how many articles each of the [`FIELDS`] was found.
    pub fields: [u64; FIELDS.len()],
    /// The headline of the first article that has one.
    pub first: Option<String>,
}

impl Tally {
    /// Articles without a date.
    pub fn undated(&self) -> u64 {
        let dated = FIELDS.iter().position(|field| *field == "date");
        self.articles - dated.map_or(0, |at| self.fields[at])
    }

    fn article(&mut self, article: &Article) {
        self.records += 1;
        self.articles += 1;
        let found = [
            !article.title.is_empty(),
            !article.body.is_empty(),
            article.published.is_some(),
            article.source.is_some(),
            article.section.is_some(),
            article.byline.is_some(),
            article.place.is_some(),
            article.url.is_some(),
            article.lang.is_some(),
            !article.tags.is_empty(),
        ];
        for (count, found) in self.fields.iter_mut().zip(found) {
            *count += u64::from(found);
        }
        if self.first.is_none() && !article.title.is_empty() {
            self.first = Some(article.title.clone());
        }
    }

    fn reject(&mut self, reject: &Reject) {
        self.records += 1;
        self.rejected += 1;
        *self.reasons.entry(reject.code.clone()).or_default() += 1;
    }

    fn merge(&mut self, other: &Self) {
        for (format, count) in &other.formats {
            *self.formats.entry(format).or_default() += count;
        }
        self.records += other.records;
        self.articles += other.articles;
        self.rejected += other.rejected;
        for (code, count) in &other.reasons {
            *self.reasons.entry(code.clone()).or_default() += count;
        }
        for (count, more) in self.fields.iter_mut().zip(other.fields) {
            *count += more;
        }
        if self.first.is_none() {
            self.first.clone_from(&other.first);
        }
    }
}

/// What is in one archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The archive, as it was named or found.
    pub archive: String,
    /// What it is packed in and what is packed in it, each once, the outermost first.
    pub containers: Vec<&'static str>,
    /// All of it.
    pub sum: Tally,
    /// What in it is no record, nor meant to be one, by kind.
    pub passed_over: BTreeMap<&'static str, u64>,
    /// Its first [`MOST_MEMBERS`] members: path and content.
    pub members: Vec<(String, Tally)>,
    /// How many members there are.
    pub members_total: u64,
    /// Its size in bytes, or what was read of it.
    pub bytes: u64,
    /// The member that is being read.
    current: Option<String>,
}

impl Survey {
    /// Counts in the archive, and in the member if it is one of those that are kept apart.
    fn count(&mut self, member: Option<&str>, count: impl Fn(&mut Tally)) {
        if member.is_some() && member != self.current.as_deref() {
            self.begin(member);
        }
        count(&mut self.sum);
        if member.is_some()
            && self.members_total <= MOST_MEMBERS as u64
            && let Some((_, tally)) = self.members.last_mut()
        {
            count(tally);
        }
    }

    fn begin(&mut self, member: Option<&str>) {
        self.current = member.map(str::to_owned);
        let Some(member) = member else { return };
        self.members_total += 1;
        if self.members.len() < MOST_MEMBERS {
            self.members.push((member.to_owned(), Tally::default()));
        }
    }

    fn told(&mut self, member: Option<&str>, format: &'static str) {
        self.begin(member);
        self.count(member, |tally| {
            *tally.formats.entry(format).or_default() += 1
        });
    }

    fn packed(&mut self, name: &'static str) {
        if !self.containers.contains(&name) {
            self.containers.push(name);
        }
    }

    fn pass_over(&mut self, what: Passed) {
        *self.passed_over.entry(what.name()).or_default() += 1;
    }
}

/// What is in all archives together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// All of it.
    pub sum: Tally,
    /// What is no record, nor meant to be one, by kind.
    pub passed_over: BTreeMap<&'static str, u64>,
    /// Archives that were read.
    pub archives: u64,
    /// Symbolic links passed over.
    pub links: u64,
    /// Stopped before the end because it was asked to.
    pub interrupted: bool,
}

/// Reads all archives that were found, and tells `each` what is in it. Of the options only those count that say how to read.
///
/// # Errors
/// Those of `each`, which end it.
pub fn survey(
    found: Found,
    options: &Options,
    stop: &Arc<AtomicBool>,
    each: &mut dyn FnMut(&Survey) -> io::Result<()>,
) -> io::Result<Outlook> {
    let queue = Queue::new();
    let bytes = AtomicU64::new(0);
    let known = Known::default();
    let mut teller = Teller {
        now: Survey::default(),
        outlook: Outlook {
            links: found.links,
            ..Outlook::default()
        },
        each,
    };
    std::thread::scope(|scope| {
        let reader = Reader {
            fields: &options.fields,
            limits: options.limits,
            // Nothing was read before, so nothing can have been read otherwise.
            settings: 0,
            today: options.today,
            known: &known,
            stop,
            bytes: &bytes,
            out: queue.entrance(),
        };
        scope.spawn(|| reader.run(found));
        let messages = queue.exit();
        while let Some(messages) = messages.take() {
            for message in messages {
                teller.take(message)?;
            }
        }
        Ok(teller.outlook)
    })
}

/// Puts together what is read.
struct Teller<'e> {
    /// The archive that is being read.
    now: Survey,
    outlook: Outlook,
    each: &'e mut dyn FnMut(&Survey) -> io::Result<()>,
}

impl Teller<'_> {
    fn take(&mut self, message: Message) -> io::Result<()> {
        match message {
            Message::Article(article, ..) => {
                let member = article.origin.member.as_deref();
                self.now.count(member, |tally| tally.article(&article));
            }
            Message::Reject(reject) => {
                let member = reject.member.as_deref();
                self.now.count(member, |tally| tally.reject(&reject));
            }
            Message::Apart(reject) => {
                self.now.count(None, |tally| tally.reject(&reject));
                return self.tell(reject.source.clone(), 0);
            }
            Message::PassedOver(what) => self.now.pass_over(what),
            Message::Packed(kind) => self.now.packed(kind.name()),
            Message::Told(member, format) => self.now.told(member.as_deref(), format),
            Message::Read(End { name, bytes, .. }) => {
                self.outlook.archives += 1;
                return self.tell(name, bytes);
            }
            // Half an archive says nothing of the whole.
            Message::Interrupted(_) => self.outlook.interrupted = true,
            Message::Begin(_) => {}
            // Nothing is known to have been read before.
            Message::Unchanged(_) | Message::Settled(..) => {}
        }
        Ok(())
    }

    fn tell(&mut self, archive: String, bytes: u64) -> io::Result<()> {
        let survey = Survey {
            archive,
            bytes,
            ..std::mem::take(&mut self.now)
        };
        self.outlook.sum.merge(&survey.sum);
        for (what, count) in &survey.passed_over {
            *self.outlook.passed_over.entry(what).or_default() += count;
        }
        (self.each)(&survey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::walk::{Links, walk};

    /// What a survey of these files tells, with the outlook.
    fn surveyed(files: &[(&str, &str)]) -> (Vec<Survey>, Outlook) {
        let folder = tempfile::TempDir::new().expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        let paths = [folder.path().to_owned()];
        let found = walk(&paths, Links::Ignore, &folder.path().join("index")).expect("it is there");
        let mut all = Vec::new();
        let stop = Arc::default();
        let outlook = survey(found, &Options::default(), &stop, &mut |survey| {
            all.push(survey.clone());
            Ok(())
        });
        (all, outlook.expect("a vector takes everything"))
    }

    #[test]
    fn every_record_is_an_article_or_a_reject_and_the_fields_are_counted() {
        let (all, outlook) = surveyed(&[
            (
                "a.jsonl",
                "{\"title\":\"One\",\"date\":\"2015-12-05\"}\n42\n{\"body\":\"Two.\",\"tags\":[\"x\"]}\n{}\n",
            ),
            (
                "b.jsonl",
                "{\"title\":\"Three\",\"url\":\"http://a.example/\"}\n",
            ),
        ]);
        assert_eq!(all.len(), 2);
        let sum = &all[0].sum;
        assert_eq!((sum.records, sum.articles, sum.rejected), (4, 2, 2));
        assert_eq!(sum.undated(), 1);
        assert_eq!(sum.fields, [1, 1, 1, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(sum.first.as_deref(), Some("One"));
        assert_eq!(sum.formats, BTreeMap::from([("json", 1)]));
        assert!(all[0].members.is_empty() && all[0].containers.is_empty());
        assert_eq!((outlook.archives, outlook.sum.records), (2, 5));
        assert_eq!(outlook.sum.formats, BTreeMap::from([("json", 2)]));
    }

    #[test]
    fn of_many_members_the_first_are_told_apart_and_all_are_counted() {
        let mut survey = Survey::default();
        for number in 0..50 {
            let member = format!("{number}.txt");
            survey.told(Some(&member), "page");
            survey.count(Some(&member), |tally| tally.records += 1);
        }
        assert_eq!(survey.members_total, 50);
        assert_eq!(survey.members.len(), MOST_MEMBERS);
        assert!(survey.members.iter().all(|(_, tally)| tally.records == 1));
        assert_eq!(survey.sum.records, 50);
    }

    #[test]
    fn who_takes_no_more_ends_the_survey() {
        let found = walk(&["src/ingest".into()], Links::Ignore, "index".as_ref()).expect("here");
        let mut told = 0;
        let ended = survey(found, &Options::default(), &Arc::default(), &mut |_| {
            told += 1;
            Err(io::ErrorKind::BrokenPipe.into())
        });
        assert_eq!(
            ended.expect_err("it was told to").kind(),
            io::ErrorKind::BrokenPipe
        );
        assert_eq!(told, 1);
    }
}
