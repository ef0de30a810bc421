//! How much room the disk has that holds an index, and how much of it is left alone.
//!
//! A disk that is full to the last byte harms whoever else uses it, and leaves no room to make room. So a run ends before.

use std::path::Path;

/// The room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What this user may still write.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

/// No more than this is left alone if nobody says otherwise.
const MOST_KEPT: u64 = 1 << 30;
/// One part in so many is left alone.
const PART_KEPT: u64 = 50;

impl Room {
    /// The room on the disk that holds `path`; `None` if the system does not say.
    pub fn at(path: &Path) -> Option<Self> {
        let disk = rustix::fs::statvfs(path).ok()?;
        Some(Self {
            free: disk.f_bavail.saturating_mul(disk.f_frsize),
            total: disk.f_blocks.saturating_mul(disk.f_frsize),
        })
    }

    /// What is left alone of this disk if nobody says otherwise.
    pub fn kept(&self) -> u64 {
        (self.total / PART_KEPT).min(MOST_KEPT)
    }
}

/// The kind of file system that a folder is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSystem {
    /// Its name, or its number where that has none here.
    pub name: String,
    /// Whether it may be a disk of another machine.
    pub is_remote: bool,
}

/// Numbers of file systems, from Linux's `magic.h`; whether they are of another machine.
const KINDS: [(u64, &str, bool); 21] = [
    (0xef53, "ext4", false),
    (0x5846_5342, "xfs", false),
    (0x9123_683e, "btrfs", false),
    (0x2fc1_2fc1, "zfs", false),
    (0xf2f5_2010, "f2fs", false),
    (0xca45_1a4e, "bcachefs", false),
    (0x0102_1994, "tmpfs", false),
    (0x8584_58f6, "ramfs", false),
    (0x794c_7630, "overlay", false),
    (0x7366_746e, "ntfs", false),
    (0x5346_544e, "ntfs", false),
    (0x4d44, "fat", false),
    (0x2011_bab0, "exfat", false),
    (0x6573_5546, "fuse", true),
    (0x6969, "nfs", true),
    (0x517b, "smb", true),
    (0xff53_4d42, "cifs", true),
    (0xfe53_4d42, "smb2", true),
    (0x0102_1997, "9p", true),
    (0x00c3_6400, "ceph", true),
    (0x0bd0_0bd0, "lustre", true),
];

impl FileSystem {
    /// What `path` is on; `None` if the system does not say.
    #[cfg(target_os = "linux")]
    pub fn at(path: &Path) -> Option<Self> {
        let number = rustix::fs::statfs(path).ok()?.f_type as u64 & 0xffff_ffff;
        let known = KINDS.iter().find(|(kind, ..)| *kind == number);
        Some(match known {
            Some((_, name, is_remote)) => Self {
                name: (*name).to_owned(),
                is_remote: *is_remote,
            },
            None => Self {
                name: format!("{number:#x}"),
                is_remote: false,
            },
        })
    }

    /// What `path` is on; only Linux is asked.
    #[cfg(not(target_os = "linux"))]
    pub fn at(_path: &Path) -> Option<Self> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_room_and_a_part_of_it_is_kept() {
        let room = Room::at(&std::env::temp_dir()).expect("the system says");
        assert!(room.free <= room.total && room.kept() <= room.total / 50);
        assert_eq!(Room::at(Path::new("/no/such/place")), None);
        let kept = |total| Room { free: 0, total }.kept();
        assert_eq!((kept(100), kept(u64::MAX)), (2, 1 << 30));
    }
}
