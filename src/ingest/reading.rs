//! The thread that reads: archives → records → articles, for the one that writes.
//!
//! Opening, unpacking, parsing and cleaning happen here; what comes of it goes into a [`Queue`](super::queue) in the archives'
//! order. Only here is it decided that a run was interrupted: what went into the queue before is written.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use chrono::NaiveDate;

use super::archive::{Item, RecordError};
use super::beside::{Folder, Neighbours};
use super::container::{Event, INSIDE, Kind, OnDisk, Passed, Reading};
use super::format::Beside;
use super::format::json::FieldMap;
use super::ledger::{Entry, Known, Reject};
use super::limits::Limits;
use super::queue::Entrance;
use super::walk::{Archive, Found, Stamp};
use super::{clean, open, walk};
use crate::article::{Article, Origin};
use crate::index::{Provenance, hash64};

/// What an interrupt may take to reach us after it has ended our pipe.
const GRACE: Duration = Duration::from_millis(100);

/// What the reading thread has to say.
pub(super) enum Message {
    /// An archive is as it was when it was read; this became of its records then.
    Unchanged(Box<Entry>),
    /// An archive is read next.
    Begin(Box<Begin>),
    /// An article that was settled before the reading of its archive ended early, and where it comes from.
    Settled(Box<Article>, Provenance),
    /// An article, where it comes from, and at which byte it starts there.
    Article(Box<Article>, Provenance, u64),
    /// A record that was left out.
    Reject(Box<Reject>),
    /// A path that could not be looked at, so it is no archive's reject.
    Apart(Box<Reject>),
    /// Something that is no article and is not meant to be one.
    PassedOver(Passed),
    /// What is read next is packed so.
    Packed(Kind),
    /// What is read next, in this member, is of this format.
    Told(Option<String>, &'static str),
    /// An archive was read.
    Read(End),
    /// Reading ended early, because it was asked to; so many bytes of the last archive were read.
    Interrupted(u64),
}

/// The archive that is read next.
pub(super) struct Begin {
    /// What it is called.
    pub name: String,
    /// Its absolute path.
    pub path: String,
    /// Its stamp, if it is a file.
    pub stamp: Option<Stamp>,
    /// The reading that is gone on with, if there is one.
    pub begun: Option<Entry>,
}

/// How reading an archive ended.
pub(super) struct End {
    /// What it is called.
    pub name: String,
    /// How many records it has, and rejects of it as a whole; unknown if it ended before what was settled.
    pub records: Option<u64>,
    /// Its size in bytes, or what was read of it.
    pub bytes: u64,
    /// Its stamp, if it was read to its end and did not change meanwhile: it need not be read again.
    pub stamp: Option<Stamp>,
    /// A hash of the settings it was read with, and of the files that were read with it.
    pub settings: u64,
}

/// Reads archives one after the other.
pub(super) struct Reader<'r> {
    /// Which of a record's keys mean what.
    pub fields: &'r FieldMap,
    /// How much is read at most.
    pub limits: Limits,
    /// A hash of all that decides how records are read.
    pub settings: u64,
    /// The day of the run, for what is under embargo.
    pub today: Option<NaiveDate>,
    /// The archives that were read before.
    pub known: &'r Known,
    /// Set when reading shall end.
    pub stop: &'r Arc<AtomicBool>,
    /// Bytes read so far, or passed over.
    pub bytes: &'r AtomicU64,
    /// Where everything goes.
    pub out: Entrance<'r, Message>,
}

impl Reader<'_> {
    /// Reads all that was found.
    pub fn run(self, found: Found) {
        for (path, cause) in &found.unreadable {
            let reject = unreadable(&path.to_string_lossy(), 0, cause);
            if self.put(Message::Apart(reject)).is_err() {
                return;
            }
        }
        let neighbours = Neighbours::new(&found.archives, self.stop);
        for archive in &found.archives {
            let before = self.bytes.load(Ordering::Relaxed);
            let flow = if self.is_stopped() {
                ControlFlow::Break(())
            } else {
                self.archive(archive, &neighbours, before)
            };
            if flow.is_break() {
                let bytes = self.bytes.load(Ordering::Relaxed) - before;
                // If nobody listens any more, there is nobody to tell.
                let _ = self.put(Message::Interrupted(bytes));
                return;
            }
        }
    }

    /// Reads one archive, `before` bytes behind the start of the run.
    fn archive(
        &self,
        archive: &Archive,
        neighbours: &Neighbours<'_>,
        before: u64,
    ) -> ControlFlow<()> {
        let (path, stamp) = (archive.known_as(), open::stamp_now(archive));
        let folder = neighbours.folder(archive);
        if let Some(stamp) = stamp
            && let Some(entry) = self.unchanged(&path, stamp, folder.as_ref())
        {
            self.bytes.fetch_add(stamp.size, Ordering::Relaxed);
            return flow(self.put(Message::Unchanged(Box::new(entry.clone()))));
        }
        let name = archive.name();
        let begun = stamp.and_then(|stamp| self.begun(&path, stamp, folder.as_ref()));
        let begin = Begin {
            name: name.clone(),
            path: path.clone(),
            stamp,
            begun: begun.cloned(),
        };
        flow(self.put(Message::Begin(Box::new(begin))))?;
        let mut place = Place {
            name: &name,
            path: &path,
            settled: begun.and_then(|begun| begun.settled).unwrap_or(0),
            records: 0,
        };
        let read = self.read(archive, &mut place, folder.as_ref());
        let bytes = self.bytes.load(Ordering::Relaxed) - before;
        let is_whole = match read {
            Ok(()) => true,
            Err(_) if self.is_stopped() => return ControlFlow::Break(()),
            Err(cause) => {
                let reject = unreadable(&name, bytes, &cause);
                place.records += 1;
                flow(self.put(Message::Reject(reject)))?;
                false
            }
        };
        // A file that was written to while it was read is read again next time.
        let stamp_now = stamp.filter(|_| is_whole && open::stamp_now(archive) == stamp);
        let records = (place.settled == 0).then_some(place.records);
        flow(self.put(Message::Read(End {
            name,
            records,
            bytes: stamp.map_or(bytes, |stamp| stamp.size),
            stamp: stamp_now,
            settings: folder.map_or(self.settings, |folder| folder.settings(self.settings)),
        })))
    }

    /// How the archive was read, if it is as it was then, and so is what was read with it.
    fn unchanged(&self, path: &str, stamp: Stamp, folder: Option<&Folder<'_>>) -> Option<&Entry> {
        let alone = self.known.unchanged(path, stamp, self.settings);
        alone.or_else(|| {
            let folder = folder.filter(|_| self.known.was_read(path))?;
            let settings = folder.settings_before(self.settings);
            self.known.unchanged(path, stamp, settings)
        })
    }

    /// The reading of the archive that ended early and is gone on with. One that reads other files begins anew: how those
    /// were then is not known.
    fn begun(&self, path: &str, stamp: Stamp, folder: Option<&Folder<'_>>) -> Option<&Entry> {
        let begun = self.known.begun(path, stamp, self.settings)?;
        let is_alone = folder.is_none_or(|f| f.settings_before(self.settings) == self.settings);
        is_alone.then_some(begun)
    }

    fn read(
        &self,
        archive: &Archive,
        place: &mut Place,
        folder: Option<&Folder<'_>>,
    ) -> io::Result<()> {
        let is_pipe = open::is_pipe(archive);
        let (input, file) = open::open(archive, self.stop, self.bytes)?;
        let disk = file.map(|file| OnDisk {
            file,
            beside: folder.map(|folder| folder as &dyn Beside),
        });
        Reading::run(
            place.name,
            self.fields,
            self.limits,
            input,
            disk,
            &mut |event| {
                if self.is_stopped() {
                    return Err(open::stopped());
                }
                match event {
                    Event::PassedOver(what) => match place.pass() {
                        Settled::Yes => Ok(()),
                        Settled::No => self.put(Message::PassedOver(what)),
                    },
                    Event::Packed(kind) => self.put(Message::Packed(kind)),
                    Event::Told { member, format } => {
                        self.put(Message::Told(member.map(str::to_owned), format))
                    }
                    Event::Item {
                        member,
                        number,
                        item,
                    } => {
                        let is_cut = matches!(item.outcome, Err(RecordError::Truncated { .. }));
                        if is_cut && is_pipe {
                            // The key that ended the pipe's writer is on its way to us too.
                            std::thread::sleep(GRACE);
                        }
                        if is_cut && self.is_stopped() {
                            // The interrupt cut the record, not the archive.
                            return Err(open::stopped());
                        }
                        self.item(place, member, number, *item)
                    }
                }
            },
        )?;
        if is_pipe && self.is_stopped() {
            // The key that asked to stop ended the pipe's writer too: who knows what was to come.
            return Err(open::stopped());
        }
        Ok(())
    }

    fn item(
        &self,
        place: &mut Place,
        member: Option<&str>,
        number: u64,
        item: Item,
    ) -> io::Result<()> {
        place.records += 1;
        let settled = place.pass();
        let origin = Origin {
            archive: place.name.to_owned(),
            member: member.map(str::to_owned),
            line: item.line,
            record: number,
        };
        let kept = item.outcome.as_ref().ok().and_then(|r| r.kept.as_deref());
        let from = kept.map_or_else(|| place.hash(member).into(), Provenance::from);
        let released = item
            .outcome
            .and_then(|record| clean::released(record, self.today));
        match (
            released.and_then(|record| clean(record, origin.clone())),
            settled,
        ) {
            (Ok(article), Settled::No) => {
                self.put(Message::Article(Box::new(article), from, item.byte))
            }
            (Ok(article), Settled::Yes) => self.put(Message::Settled(Box::new(article), from)),
            (Err(error), Settled::No) => {
                let reject = Reject::new(origin, item.byte, &error, item.sample);
                self.put(Message::Reject(Box::new(reject)))
            }
            (Err(_), Settled::Yes) => Ok(()),
        }
    }

    fn put(&self, message: Message) -> io::Result<()> {
        let bytes = match &message {
            Message::Article(article, ..) | Message::Settled(article, _) => weight(article),
            Message::Reject(reject) => reject.sample.len(),
            _ => 0,
        };
        if self.out.put(message, bytes) {
            Ok(())
        } else {
            Err(open::stopped())
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Where in an archive the reader stands.
struct Place<'a> {
    name: &'a str,
    path: &'a str,
    /// How many records, and things passed over, were settled before the reading ended early, and are still to come.
    settled: u64,
    /// Records seen.
    records: u64,
}

/// Whether a record was settled before the reading of its archive ended early.
#[derive(Clone, Copy)]
enum Settled {
    Yes,
    No,
}

impl Place<'_> {
    /// One more record, or thing that is passed over.
    fn pass(&mut self) -> Settled {
        match self.settled.checked_sub(1) {
            Some(left) => {
                self.settled = left;
                Settled::Yes
            }
            None => Settled::No,
        }
    }

    /// What stands for the archive, or the member of it.
    fn hash(&self, member: Option<&str>) -> u64 {
        match member {
            Some(member) => hash64(&format!("{}{INSIDE}{member}", self.path)),
            None => hash64(self.path),
        }
    }
}

/// The reject of an archive that could not be opened, or not be read on.
fn unreadable(name: &str, byte: u64, cause: &io::Error) -> Box<Reject> {
    let origin = Origin {
        archive: name.to_owned(),
        ..Origin::default()
    };
    let error = RecordError::Unreadable {
        reason: walk::reason(cause),
    };
    Box::new(Reject::new(origin, byte, &error, String::new()))
}

fn flow(put: io::Result<()>) -> ControlFlow<()> {
    match put {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

/// About what an article takes in memory, in bytes.
fn weight(article: &Article) -> usize {
    const AROUND: usize = 512;
    let body: usize = article.body.iter().map(|part| part.len() + 24).sum();
    // What a record carries besides is mostly small; where it is not, it was a text before it was parsed.
    let extra: usize = article
        .extra
        .values()
        .map(|value| value.as_str().map_or(64, str::len))
        .sum();
    AROUND + article.title.len() + body + extra
}
