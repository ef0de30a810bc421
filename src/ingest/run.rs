//! The thread that writes: what was read becomes outcomes, and now and then a commit.
//!
//! In come the messages of `reading`, in the archives' order; out go the [`Report`], and with every commit the articles, the
//! lists and the place up to which the archive at hand is settled. Invariant: what is read of an archive and what became of
//! it sum when it ends, over an interruption too; else the run ends with an error and that archive is not in the ledger.

mod disk;
mod ending;
mod now;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::account::{Account, Dated};
use super::archive::RecordError;
use super::ledger::{Again, Entry, Known, Ledger, READERS, Reject};
use super::prune;
use super::reading::{Begin, End, Message};
use super::walk::{Archive, Found, Stamp};
use super::{IngestError, Options, Progress, Report, Scope};
use crate::article::{Article, Origin};
use crate::index::{Index, Outcome, Provenance, Writer, hash64};
use now::Now;

/// Rejects spelt out in the report.
const FIRST_REJECTS: usize = 3;
/// Time between commits of a long run: what a crash can cost.
const COMMIT_EVERY: Duration = Duration::from_secs(60);

/// Rejects that leave no doubt: the record was read, and is none to be indexed.
const CERTAIN: [&str; 6] = [
    "NO_TEXT",
    "NOT_AN_ARTICLE",
    "WITHDRAWN",
    "EMBARGOED",
    "ONLY_FURNITURE",
    RecordError::TAKEN_DOWN,
];

pub(super) struct Run {
    writer: Writer,
    ledger: Ledger,
    known: Known,
    settings: u64,
    scope: Scope,
    commit_every: Duration,
    /// Archives that are not there any more.
    gone: Vec<String>,
    /// Archives that may have what goes with others, and cannot be asked in this run.
    elsewhere: Vec<Entry>,
    report: Report,
    /// The archive that is being read.
    reading: Option<Now>,
    /// The run that this one goes on with.
    began: u64,
    archives: u64,
    archives_done: u64,
    bytes: u64,
    committed: Instant,
    dirty: bool,
    home: PathBuf,
    /// Bytes to leave free on the disk; what is usual if not said.
    keep_free: Option<u64>,
    /// When the disk was looked at.
    looked: Instant,
}

impl Run {
    pub fn open(index: &Index, found: &mut Found, options: &Options) -> Result<Self, IngestError> {
        let settings = hash64(&format!(
            "{:?} {}{}",
            options.fields,
            options.writer.zone,
            options.limits.others()
        ));
        let mut writer = index.writer(options.writer.clone())?;
        let mut ledger = Ledger::open(index.home(), writer.checkpoint())?;
        writer.bar(ledger.takedowns()?);
        let mut dirty = ledger.checkpoint().is_unfinished() || ledger.checkpoint().is_stale();
        if ledger.checkpoint().must_purge() {
            // The process that took articles down was ended before they had gone from the disk.
            writer.purge()?;
            ledger.checkpoint().purged();
            dirty = true;
        }
        let known = ledger.known();
        let (mut gone, mut elsewhere) = (Vec::new(), Vec::new());
        let again = match options.scope {
            Scope::Changed => Again::Nothing,
            Scope::Rejected => Again::Rejected,
            Scope::Pruned => {
                let read = known.entries().map(|entry| entry.path.as_str());
                gone = prune::gone(read.chain(writer.archives()), found)?;
                writer.vanish(gone.iter().map(String::as_str));
                dirty |= !gone.is_empty();
                let again = prune::what_to_read_again(&known, &gone, found, settings);
                if again == Again::Shared {
                    elsewhere = prune::add_those_that_share(&known, found, settings);
                }
                again
            }
        };
        Ok(Self {
            known: known.again(again),
            settings,
            scope: options.scope,
            commit_every: options.commit_every.unwrap_or(COMMIT_EVERY),
            report: Report {
                rejects: ledger.rejects_path(),
                links: found.links,
                about: found.about,
                archives_gone: gone.len() as u64,
                ..Report::default()
            },
            gone,
            elsewhere,
            reading: None,
            began: ledger.checkpoint().begin(),
            archives: found.archives.len() as u64,
            archives_done: 0,
            bytes: found.archives.iter().filter_map(Archive::size).sum(),
            committed: Instant::now(),
            dirty,
            home: index.home().to_owned(),
            keep_free: options.keep_free,
            looked: Instant::now(),
            writer,
            ledger,
        })
    }

    /// What need not be read.
    pub fn known(&self) -> Known {
        self.known.clone()
    }

    /// A hash of all that decides how records are read.
    pub fn settings(&self) -> u64 {
        self.settings
    }

    pub fn take(&mut self, message: Message) -> Result<(), IngestError> {
        match message {
            Message::Unchanged(entry) => {
                self.unchanged(&entry);
                return Ok(());
            }
            // Only a survey asks for these, and nothing of the index changes with them.
            Message::Packed(_) | Message::Told(..) => return Ok(()),
            Message::Begin(begin) => self.begin(*begin),
            Message::Settled(article, from) => self.writer.meet(*article, from),
            Message::Article(article, from, byte) => self.article(*article, from, byte)?,
            Message::Reject(reject) => {
                let now = self.now();
                now.settled += 1;
                now.account.reject(&reject.code);
                now.stands_at(reject.member.as_ref(), reject.line, reject.record);
                self.reject(*reject)?;
            }
            Message::Apart(reject) => self.apart(*reject)?,
            Message::PassedOver(what) => {
                let now = self.now();
                now.settled += 1;
                now.account.pass_over(what);
            }
            Message::Read(end) => self.end(end)?,
            Message::Interrupted(bytes) => {
                if let Some(now) = &mut self.reading {
                    now.account.bytes = bytes;
                }
                self.report.interrupted = true;
            }
        }
        self.dirty = true;
        Ok(())
    }

    fn now(&mut self) -> &mut Now {
        self.reading
            .as_mut()
            .expect("what is read of an archive comes after its beginning")
    }

    fn unchanged(&mut self, entry: &Entry) {
        self.report.account.merge(&entry.account.met_again());
        self.report.archives_unchanged += 1;
        self.report.left += entry.left;
        self.archives_done += 1;
        if entry.run >= self.began {
            self.writer.read_before(&entry.path);
        }
    }

    fn begin(&mut self, begin: Begin) {
        let path = begin.stamp.map_or("", |_| begin.path.as_str());
        self.writer.begin(path);
        let again = begin.stamp.filter(|stamp| {
            let before = self.ledger.latest(path);
            before.is_some_and(|entry| entry.has_read(*stamp, self.settings))
        });
        if again.is_some() {
            self.writer.hear_again();
        }
        let begun = begin.begun.unwrap_or_default();
        let number = match (begin.stamp, begun.number) {
            (None, _) => 0,
            (Some(_), 0) => {
                let before = self.ledger.latest(path).map_or(0, Entry::retryable);
                self.report.rejected_before += before;
                self.ledger.begin(path)
            }
            (Some(_), number) => {
                self.ledger.go_on(path);
                number
            }
        };
        self.reading = Some(Now {
            last: Origin {
                archive: begin.name.clone(),
                ..Origin::default()
            },
            name: begin.name,
            path: begin.path,
            stamp: begin.stamp,
            again,
            number,
            settled: begun.settled.unwrap_or(0),
            before: begun.account,
            account: Account::default(),
        });
    }

    fn article(
        &mut self,
        article: Article,
        from: Provenance,
        byte: u64,
    ) -> Result<(), IngestError> {
        let dated = if article.published.is_some() {
            Dated::Yes
        } else {
            Dated::No
        };
        let now = self.now();
        now.settled += 1;
        let origin = &article.origin;
        now.stands_at(origin.member.as_ref(), origin.line, origin.record);
        let outcome = self.writer.add(article, from)?;
        self.now().account.enter(outcome, dated);
        if let Outcome::TakenDown(which) = outcome {
            let takedown = &self.writer.takedowns().list()[which];
            let error = RecordError::TakenDown {
                day: takedown.day.clone(),
                reason: takedown.reason.clone(),
            };
            let origin = self.now().last.clone();
            self.reject(Reject::new(origin, byte, &error, String::new()))?;
        }
        Ok(())
    }

    /// A path that could not be looked at is an archive that could not be read.
    fn apart(&mut self, reject: Reject) -> Result<(), IngestError> {
        let path = prune::absolute(&reject.source);
        self.writer.begin("");
        let mut account = Account::default();
        account.reject(&reject.code);
        self.report.account.merge(&account);
        let number = self.ledger.begin(&path);
        let entry = Entry {
            name: reject.source.clone(),
            path,
            number,
            run: self.ledger.run(),
            account,
            ..Entry::default()
        };
        self.spell_out(&reject);
        self.ledger.reject(reject, number)?;
        Ok(self.ledger.end(entry)?)
    }

    /// An archive was read: its account becomes part of the run's.
    fn end(&mut self, end: End) -> Result<(), IngestError> {
        let Some(mut now) = self.reading.take() else {
            return Ok(());
        };
        now.account.bytes = end.bytes.saturating_sub(now.before.bytes);
        let account = now.sum();
        let seen = end.records.unwrap_or(account.records);
        if !account.balances() || account.records != seen {
            return Err(IngestError::Unbalanced {
                name: end.name,
                seen,
                accounted: account.outcomes(),
            });
        }
        self.report.account.merge(&now.of_run());
        self.report.archives_read += 1;
        self.archives_done += 1;
        if now.number == 0 {
            return Ok(());
        }
        let is_certain = account
            .reasons
            .keys()
            .all(|code| CERTAIN.contains(&code.as_str()));
        let left = self.writer.left_of(&now.path);
        match end.stamp {
            Some(_) if is_certain => self.writer.read_whole(),
            _ if self.scope == Scope::Pruned && left > 0 => self.report.doubtful.push(end.name),
            _ => {}
        }
        self.report.left += left;
        let entry = self.entry(&now, end.stamp);
        Ok(self.ledger.end(Entry {
            settled: None,
            reading: (READERS, end.settings),
            left,
            account,
            ..entry
        })?)
    }

    /// What the ledger says of the archive at hand.
    fn entry(&self, now: &Now, stamp: Option<Stamp>) -> Entry {
        Entry {
            path: now.path.clone(),
            name: now.name.clone(),
            number: now.number,
            run: self.ledger.run(),
            stamp,
            stamp_before: now.again,
            reading: (READERS, self.settings),
            settled: Some(now.settled),
            left: 0,
            shared: self.writer.shared(),
            account: now.sum(),
        }
    }

    fn reject(&mut self, reject: Reject) -> Result<(), IngestError> {
        self.spell_out(&reject);
        let number = self.now().number;
        Ok(self.ledger.reject(reject, number)?)
    }

    fn spell_out(&mut self, reject: &Reject) {
        if self.report.first_rejects.len() < FIRST_REJECTS {
            // Where the number of the record says no more than the file does, it is left out.
            let place = Origin {
                archive: reject.source.clone(),
                member: reject.member.clone(),
                line: reject.line,
                record: 0,
            };
            let said = format!("{place}: {}", reject.reason);
            self.report.first_rejects.push(said);
        }
    }

    pub fn pause(
        &mut self,
        bytes_done: u64,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), IngestError> {
        let mut account = self.report.account.clone();
        if let Some(now) = &self.reading {
            account.merge(&now.of_run());
        }
        watch(Progress {
            account: &account,
            archives_done: self.archives_done,
            archives: self.archives,
            bytes_done,
            bytes: self.bytes,
        });
        self.look_at_the_disk()?;
        let is_full = self.writer.is_full();
        if self.dirty && (is_full || self.committed.elapsed() > self.commit_every) {
            self.commit()?;
        }
        if is_full {
            self.writer.make_room()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), IngestError> {
        let reading = self.reading.as_ref().filter(|now| now.number > 0);
        let reading = reading.map(|now| self.entry(now, now.stamp));
        let checkpoint = self.ledger.sync(reading)?;
        self.writer.commit(&checkpoint)?;
        self.ledger.committed()?;
        self.committed = Instant::now();
        Ok(())
    }
}
