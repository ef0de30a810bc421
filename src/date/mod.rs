//! Dates as people mean them: the same words in datelines, in dumps and in queries.
//!
//! [`PubDate`] is when an article was published, as precisely as its page says and no more: 1984 is a year, not midnight
//! on 1 January. [`DateRange`] and [`When`] are what a query asks for, in whole days. [`Zone`] turns a stamp without a
//! zone into an instant; the printed day never changes.
//!
//! Two different things: the *instant*, for sorting, and the *publication day*, the local calendar day printed on the
//! page, for filtering. Converting to UTC first would move stories across midnight.
//!
//! ```text
//!   what a page, a feed or a dump says          what a query says
//!        │ token, words, written                     │ token, words, written
//!      stamp (date, time, zone)                    period (a, b, a..b, last week)
//!        │                                           │
//!     PubDate  ───────────── matches ◄──────────  DateRange, When
//! ```

mod clock;
mod error;
mod fused;
mod numeric;
mod period;
mod published;
mod range;
mod relative;
mod short;
mod stamp;
mod token;
mod tongues;
mod when;
mod words;
mod written;
mod zone;

pub use error::{DateError, WhyImpossible};
pub use numeric::NumericOrder;
pub use published::{Precision, PubDate};
pub use range::DateRange;
pub(crate) use short::short_day;
pub use stamp::{find_stamp, find_stamp_with};
pub use when::When;
pub(crate) use words::english_month;
pub use zone::{Zone, ZoneError};

use std::ops::RangeInclusive;

/// The years a date may have. Newspapers begin in 1605; what lies outside is a misread number.
const YEARS: RangeInclusive<i32> = 1600..=2100;
