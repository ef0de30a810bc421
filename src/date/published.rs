//! [`PubDate`]: when an article was published, with its precision and its offset.
//!
//! In: the stamp of a dump, a feed or a page, read by `stamp`. Out: the printed day or days, for filtering, and an
//! instant, for sorting. Always holds: the year lies in 1600 to 2100; what is finer than the precision is at its start;
//! only a time of day has an offset; and a date prints as something that parses back to it.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{NumericOrder, YEARS, Zone, stamp};

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The calendar day.
    Day,
    /// The hour and the minute.
    Minute,
    /// The second.
    Second,
}

impl Precision {
    /// Its name, as it is written in JSON: `year`, `month`, `day`, `minute` or `second`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// When an article was published.
///
/// It prints as ISO 8601 cut at its precision (`1984`, `1984-03`, `1984-03-05`, `2015-12-17T16:44`,
/// `2015-12-17T16:44:36+08:00`), is stored as that text, and parses back from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PubDate {
    /// The start of the interval on the clocks of the place of publication.
    local: NaiveDateTime,
    precision: Precision,
    /// Invariant: `None` unless a time of day is known.
    offset: Option<FixedOffset>,
}

impl PubDate {
    /// A year; `None` outside 1600 to 2100.
    pub fn from_year(year: i32) -> Option<Self> {
        Self::from_time(
            NaiveDate::from_yo_opt(year, 1)?.into(),
            Precision::Year,
            None,
        )
    }

    /// A month of a year; `None` outside 1600 to 2100, or if there is no such month.
    pub fn from_month(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Self::from_time(first.into(), Precision::Month, None)
    }

    /// A day; `None` outside 1600 to 2100.
    pub fn from_day(day: NaiveDate) -> Option<Self> {
        Self::from_time(day.into(), Precision::Day, None)
    }

    /// A local time as far as it is known, with the offset of its place, if that is known; `None` outside 1600 to 2100.
    ///
    /// What is finer than `precision` is dropped, seconds of an offset too, and the offset of what is not a time of day.
    /// `None` also for an offset of 16 hours or more, which no place ever had.
    pub fn from_time(
        local: NaiveDateTime,
        precision: Precision,
        offset: Option<FixedOffset>,
    ) -> Option<Self> {
        let day = local.date();
        if !YEARS.contains(&day.year()) {
            return None;
        }
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let local = match precision {
            Precision::Year => midnight(day.with_ordinal(1)?),
            Precision::Month => midnight(day.with_day(1)?),
            Precision::Day => midnight(day),
            Precision::Minute => local.with_nanosecond(0)?.with_second(0)?,
            Precision::Second => local.with_nanosecond(0)?,
        };
        let offset = match offset.filter(|_| precision >= Precision::Minute) {
            Some(offset) if offset.local_minus_utc().abs() >= 16 * 3600 => return None,
            Some(offset) => FixedOffset::east_opt(offset.local_minus_utc() / 60 * 60),
            None => None,
        };
        Some(Self {
            local,
            precision,
            offset,
        })
    }

    /// The second that is so many seconds after 1970-01-01T00:00:00Z, in UTC; `None` outside 1600 to 2100.
    pub fn from_epoch(seconds: i64) -> Option<Self> {
        let instant = DateTime::from_timestamp(seconds, 0)?;
        Self::from_time(
            instant.naive_utc(),
            Precision::Second,
            FixedOffset::east_opt(0),
        )
    }

    /// Reads a stamp in any form that dumps, feeds, wires and pages write; `None` if it is none, if there is no such
    /// day or time, or if it could be read in two ways (`03/04/2015`): see [`PubDate::parse_with`].
    ///
    /// Read are ISO 8601 and its cousins, RFC 2822 and RFC 822, `ctime`, Apache's log, Reuters' `26-FEB-1987
    /// 15:01:01.79`, seconds and milliseconds since 1970, dates in words in seven languages (`words` lists them), numeric
    /// dates, and `2015年12月17日`; with a weekday, a time, a zone and words like `Updated:` around them. Between dots
    /// the day comes first. `CST` and its kind mean what RFC 822 says; `IST`, which three countries use, gives no offset.
    pub fn parse(text: &str) -> Option<Self> {
        stamp::read_whole(text, None)
    }

    /// Reads a stamp as [`PubDate::parse`] does, with `order` for the numeric dates that could be read in two ways.
    pub fn parse_with(text: &str, order: NumericOrder) -> Option<Self> {
        stamp::read_whole(text, Some(order))
    }

    /// The first of the printed local days that it may be.
    pub fn first_day(&self) -> NaiveDate {
        self.local.date()
    }

    /// The last of the printed local days that it may be: 1984 spans 1 January to 31 December.
    pub fn last_day(&self) -> NaiveDate {
        let first = self.first_day();
        let months = match self.precision {
            Precision::Year => 12,
            Precision::Month => 1,
            _ => return first,
        };
        first
            .checked_add_months(Months::new(months))
            .and_then(|next| next.checked_sub_days(Days::new(1)))
            .expect("the years that a date may have are far from the end of the calendar")
    }

    /// How much of it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// How far its clocks were ahead of UTC, if it says so.
    pub fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The instant it begins at, in seconds since 1970-01-01T00:00:00Z; `zone` is used if it has no offset of its own.
    pub fn instant(&self, zone: &Zone) -> i64 {
        self.offset.map_or(*zone, Zone::Offset).instant(self.local)
    }

    /// The publication day as far as it is printed, without the time: `1984`, `1984-03` or `1984-03-05`.
    pub fn day_text(&self) -> String {
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            _ => "%Y-%m-%d",
        };
        self.local.format(format).to_string()
    }
}

impl fmt::Display for PubDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
            Precision::Minute => "%Y-%m-%dT%H:%M",
            Precision::Second => "%Y-%m-%dT%H:%M:%S",
        };
        write!(f, "{}", self.local.format(format))?;
        match self.offset {
            Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
            Some(offset) => write!(f, "{offset}"),
            None => Ok(()),
        }
    }
}

impl Serialize for PubDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PubDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            serde::de::Error::custom(format_args!("`{shown}` is not a date"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PubDate {
        PubDate::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_coarse_date_spans_its_days() {
        let table = [
            ("1984", day(1984, 1, 1), day(1984, 12, 31)),
            ("1984-02", day(1984, 2, 1), day(1984, 2, 29)),
            ("1900-02", day(1900, 2, 1), day(1900, 2, 28)),
            ("1984-12", day(1984, 12, 1), day(1984, 12, 31)),
            ("2100", day(2100, 1, 1), day(2100, 12, 31)),
            ("1984-03-05", day(1984, 3, 5), day(1984, 3, 5)),
            ("1984-03-05T23:30-08:00", day(1984, 3, 5), day(1984, 3, 5)),
        ];
        for (text, first, last) in table {
            assert_eq!(
                (date(text).first_day(), date(text).last_day()),
                (first, last),
                "{text}"
            );
        }
    }

    #[test]
    fn the_printed_day_is_printed_without_the_time() {
        for (text, printed) in [
            ("1984", "1984"),
            ("1984-03", "1984-03"),
            ("1984-03-05", "1984-03-05"),
            ("1984-03-05T23:30:00-08:00", "1984-03-05"),
        ] {
            assert_eq!(date(text).day_text(), printed);
        }
    }

    #[test]
    fn the_instant_uses_the_own_offset_before_the_zone() {
        let shanghai = Zone::parse("Asia/Shanghai").unwrap();
        assert_eq!(
            date("2015-12-17T16:44:36+08:00").instant(&Zone::UTC),
            1_450_341_876
        );
        assert_eq!(
            date("2015-12-17T16:44:36").instant(&shanghai),
            1_450_341_876
        );
        assert_eq!(
            date("2015-12-17T08:44:36Z").instant(&shanghai),
            1_450_341_876
        );
        assert_eq!(date("1970").instant(&Zone::UTC), 0);
        assert_eq!(date("1605-06-01").instant(&Zone::UTC), -11_505_196_800);
        assert_eq!(
            PubDate::from_epoch(1_450_341_876),
            Some(date("2015-12-17T08:44:36Z"))
        );
    }

    #[test]
    fn what_lies_outside_the_years_of_news_is_no_date() {
        assert_eq!(PubDate::from_year(1599), None);
        assert_eq!(PubDate::from_year(2101), None);
        assert_eq!(PubDate::from_year(i32::MAX), None);
        assert_eq!(PubDate::from_month(1984, 13), None);
        assert_eq!(PubDate::from_day(NaiveDate::MAX), None);
        assert_eq!(PubDate::from_epoch(i64::MAX), None);
        assert_eq!(PubDate::from_epoch(i64::MIN), None);
        assert!(PubDate::from_year(1600).is_some() && PubDate::from_year(2100).is_some());
    }

    #[test]
    fn only_a_time_of_day_keeps_an_offset_and_only_one_that_a_place_had() {
        let noon = day(1984, 3, 5).and_hms_opt(12, 30, 45).unwrap();
        let offset = FixedOffset::east_opt(8 * 3600 + 30);
        let with = |precision| PubDate::from_time(noon, precision, offset).unwrap();
        assert_eq!(with(Precision::Day), date("1984-03-05"));
        assert_eq!(with(Precision::Year), date("1984"));
        assert_eq!(
            with(Precision::Minute).to_string(),
            "1984-03-05T12:30+08:00"
        );
        let far = FixedOffset::east_opt(20 * 3600);
        assert_eq!(PubDate::from_time(noon, Precision::Second, far), None);
    }

    #[test]
    fn json_holds_the_text_and_the_name_of_the_precision() {
        let text = serde_json::to_string(&date("2015-12-17T16:44+08:00")).unwrap();
        assert_eq!(text, "\"2015-12-17T16:44+08:00\"");
        assert_eq!(
            serde_json::from_str::<PubDate>(&text).unwrap(),
            date("2015-12-17T16:44+08:00")
        );
        assert_eq!(
            serde_json::to_string(&Precision::Minute).unwrap(),
            "\"minute\""
        );
        let error = serde_json::from_str::<PubDate>("\"soon\"").unwrap_err();
        assert!(
            error.to_string().starts_with("`soon` is not a date"),
            "{error}"
        );
    }

    /// Any date that there can be.
    fn any_date() -> impl Strategy<Value = PubDate> {
        let precision = prop::sample::select(vec![
            Precision::Year,
            Precision::Month,
            Precision::Day,
            Precision::Minute,
            Precision::Second,
        ]);
        let seconds = -11_676_096_000i64..4_133_980_800;
        (seconds, precision, prop::option::of(-57_599..57_600)).prop_map(
            |(seconds, precision, offset)| {
                let local = DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
                PubDate::from_time(local, precision, offset.and_then(FixedOffset::east_opt))
                    .unwrap()
            },
        )
    }

    proptest! {
        #[test]
        fn a_date_prints_as_what_it_is_read_from(date in any_date()) {
            prop_assert_eq!(PubDate::parse(&date.to_string()), Some(date));
            let json = serde_json::to_string(&date).unwrap();
            prop_assert_eq!(serde_json::from_str::<PubDate>(&json).unwrap(), date);
        }

        #[test]
        fn the_first_day_is_not_after_the_last_and_both_are_printed(date in any_date()) {
            prop_assert!(date.first_day() <= date.last_day());
            prop_assert!(date.first_day().to_string().starts_with(&date.day_text()));
            prop_assert!(date.last_day().to_string().starts_with(&date.day_text()));
        }

        #[test]
        fn an_epoch_second_is_its_own_instant(seconds in -11_676_096_000i64..4_133_980_800) {
            let date = PubDate::from_epoch(seconds).unwrap();
            prop_assert_eq!(date.instant(&Zone::parse("Pacific/Apia").unwrap()), seconds);
        }
    }
}
