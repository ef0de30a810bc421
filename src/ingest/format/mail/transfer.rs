//! Base64 and quoted-printable, read as mail programs do: what does not belong there is passed over.

/// The bytes that base64 stands for.
pub(super) fn base64(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in encoded {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // A text may be of several encoded pieces.
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 1;
        match count {
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            4 => {
                out.push(bits as u8);
                (bits, count) = (0, 0);
            }
            _ => {}
        }
    }
    out
}

/// The bytes that quoted-printable stands for.
pub(super) fn quoted_printable(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let hex = rest
            .get(..2)
            .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        if let Some(byte) = hex.filter(|_| rest[0] != b'+') {
            out.push(byte);
            rest = &rest[2..];
            continue;
        }
        // At the end of a line it says that the line goes on.
        let blanks = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
            .count();
        if rest.get(blanks) == Some(&b'\n') {
            rest = &rest[blanks + 1..];
        } else if blanks < rest.len() {
            out.push(b'=');
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        for (encoded, expected) in [
            ("U3Rvcm0=", "Storm"),
            ("U3Rv\r\ncm0", "Storm"),
            ("U3Rvcm0sIA==U28=", "Storm, So"),
            ("", ""),
            ("!", ""),
        ] {
            assert_eq!(base64(encoded.as_bytes()), expected.as_bytes(), "{encoded}");
        }
    }

    #[test]
    fn quoted_printable_is_read() {
        for (encoded, expected) in [
            ("M=C3=BCller=\r\n rest", "Müller rest"),
            ("a = b=", "a = b"),
            ("1=2", "1=2"),
            ("=3D=  \nx", "=x"),
            ("100 =+1", "100 =+1"),
        ] {
            assert_eq!(
                quoted_printable(encoded.as_bytes()),
                expected.as_bytes(),
                "{encoded}"
            );
        }
    }
}
