//! Chance that can be repeated: a seed in, the same throws out on every machine.

use std::hash::{BuildHasher, Hasher, RandomState};

/// SplitMix64 (Steele, Lea and Flood 2014): short, and good enough to invent articles.
#[derive(Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice that throw the same for the same seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice for the `number`th part of a test, so that it can be replayed without the parts before it.
    pub fn of_part(seed: u64, number: usize) -> Self {
        let mut dice = Self::new(seed ^ (number as u64).wrapping_mul(0xD134_2543_DE82_EF95));
        dice.next();
        dice
    }

    /// Any 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of them.
    pub fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// The seed of the tests that are the same every day.
pub const FIXED_SEED: u64 = 18_840_312;

/// The seed of the second half of the cases: another fixed one, so that a change is judged by what it changed;
/// `MORGUE_SEED=new` takes a new one and prints it when it finds something, `MORGUE_SEED=17` replays that.
pub fn new_seed() -> u64 {
    match std::env::var("MORGUE_SEED").as_deref() {
        // The standard library's hasher is keyed by chance; nothing else here is.
        Ok("new") => RandomState::new().build_hasher().finish() >> 16,
        Ok(text) => text.parse().expect("MORGUE_SEED is a number, or `new`"),
        Err(_) => SECOND_SEED,
    }
}

/// See [`new_seed`].
const SECOND_SEED: u64 = 19_260_504;

/// `number` cases, or more if `MORGUE_CASES` asks for more than its 10,000.
pub fn cases(number: usize) -> usize {
    let asked = std::env::var("MORGUE_CASES").ok().map(|text| {
        text.replace('_', "")
            .parse::<usize>()
            .expect("MORGUE_CASES is a number")
    });
    asked.map_or(number, |asked| (number * asked / 10_000).max(1))
}
