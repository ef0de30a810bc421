//! A memory cgroup: the kernel ends whoever takes more than there is, page cache aside. `prlimit` would not do: it counts what is
//! mapped, and an index is mapped.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{cases, seen};
use crate::morgue::{Desk, MORGUE, Run};

/// A group of processes that may have so much memory; it goes away with this.
struct Group {
    folder: PathBuf,
}

impl Group {
    /// `None` where this user may not make one.
    fn of(megabytes: usize) -> Option<Self> {
        let name = format!("morgue-{}-{megabytes}", std::process::id());
        // The second version of the interface has one tree; the first a tree for memory alone.
        for (tree, limits) in [
            ("/sys/fs/cgroup", &["memory.max", "memory.swap.max"][..]),
            (
                "/sys/fs/cgroup/memory",
                &["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"],
            ),
        ] {
            let group = Self {
                folder: Path::new(tree).join(&name),
            };
            let controls = |limit: &&str| group.folder.join(limit).exists();
            if fs::create_dir(&group.folder).is_err() || !limits[..1].iter().all(controls) {
                continue;
            }
            let bytes = megabytes << 20;
            let is_set = fs::write(group.folder.join(limits[0]), bytes.to_string()).is_ok();
            // No swap for the second version; memory and swap together for the first. Where there is none, neither is needed.
            let swap = if limits[1].contains("swap.max") {
                0
            } else {
                bytes
            };
            let _ = fs::write(group.folder.join(limits[1]), swap.to_string());
            if is_set {
                return Some(group);
            }
        }
        eprintln!("passed over: no memory cgroup can be made here");
        None
    }

    /// Runs the binary within the group.
    fn run(&self, desk: &Desk, arguments: &[&str]) -> Run {
        let processes = self.folder.join("cgroup.procs");
        let mut command = desk.command("sh");
        command.args(["-c", "echo $$ > \"$0\" && exec \"$@\""]);
        command.arg(processes).arg(MORGUE).args(arguments);
        let output = command.output().expect("a shell");
        desk.keep(arguments, output)
    }

    /// The most that was taken at a time, page cache included, in MB.
    fn peak(&self) -> f64 {
        let peak = ["memory.peak", "memory.max_usage_in_bytes"];
        let peak = peak
            .iter()
            .find_map(|name| fs::read_to_string(self.folder.join(name)).ok());
        peak.and_then(|peak| peak.trim().parse::<f64>().ok())
            .unwrap_or(0.0)
            / 1e6
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Many different words, so that the engine's buffers fill: so many archives of so many articles.
fn many(desk: &Desk, archives: usize, articles: usize) {
    let mut state = 1_u64;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        format!("w{} ", (state >> 40) % 400_000)
    };
    for archive in 0..archives {
        let mut lines = String::new();
        for n in 0..articles {
            let body: String = (0..60).map(|_| word()).collect();
            lines.push_str(
                &json!({"id": format!("m:{archive}:{n}"), "title": word(), "body": body})
                    .to_string(),
            );
            lines.push('\n');
        }
        desk.write(&format!("news/{archive}.jsonl"), lines);
    }
}

const RUN: &[&str] = &[
    "index",
    "-q",
    "--commit-every",
    "1",
    "--memory",
    "128M",
    "news",
];

#[test]
fn a_run_of_128_megabytes_is_at_home_in_a_group_of_256() {
    let Some(group) = Group::of(256) else {
        return;
    };
    let desk = Desk::new();
    let (archives, articles) = (2 + cases(0) / 10, 2_500);
    many(&desk, archives, articles);
    let run = group.run(&desk, RUN).expect(0);
    assert!(run.err.is_empty(), "{run}");
    println!(
        "{} articles, {:.0} MB at most",
        archives * articles,
        group.peak()
    );
    assert_eq!(seen(&desk), Some(archives * articles));
    group.run(&desk, &["search", "w1 OR w2 OR w3"]);
    group.run(&desk, &["verify", "--deep"]).expect(0);
}

/// What the kernel ends for want of memory is gone on with where there is more.
#[test]
fn a_run_that_is_ended_for_want_of_memory_is_gone_on_with() {
    let desk = Desk::new();
    let (archives, articles) = (2 + cases(0) / 10, 2_500);
    many(&desk, archives, articles);
    let mut before = None;
    for megabytes in [12, 24, 48] {
        let Some(group) = Group::of(megabytes) else {
            return;
        };
        let run = group.run(&desk, RUN);
        println!("{megabytes} MB: exit {}, {:?}", run.status, seen(&desk));
        // Ended by the kernel, refused in words, or done: in any case nothing that was seen is gone.
        assert!([-9, 0, 2].contains(&run.status), "{megabytes} MB: {run}");
        let now = seen(&desk);
        assert!(now >= before, "{before:?} {now:?}");
        before = now;
    }
    desk.run(RUN).expect(0);
    assert_eq!(seen(&desk), Some(archives * articles));
    desk.run(&["verify", "--deep"]).expect(0);
}
