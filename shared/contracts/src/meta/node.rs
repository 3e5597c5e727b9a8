//! A lenient view of a JSON value: a missing key, another type or an empty text is simply absent.
//!
//! Meta writes the same number as a number or as a text from one field to the next.

use serde_json::Value;

static NULL: Value = Value::Null;

#[derive(Clone, Copy)]
pub(in crate::meta) struct Node<'a>(&'a Value);

impl<'a> Node<'a> {
    pub(in crate::meta) const fn new(value: &'a Value) -> Self {
        Self(value)
    }

    pub(in crate::meta) fn get(self, key: &str) -> Self {
        Self(self.0.get(key).unwrap_or(&NULL))
    }

    /// The members of a list; nothing of anything else.
    pub(in crate::meta) fn items(self) -> impl Iterator<Item = Self> {
        self.0.as_array().into_iter().flatten().map(Self)
    }

    pub(in crate::meta) fn is_list(self) -> bool {
        self.0.is_array()
    }

    pub(in crate::meta) fn is_object(self) -> bool {
        self.0.is_object()
    }

    /// A text or a number, as text; `None` when empty.
    pub(in crate::meta) fn text(self) -> Option<String> {
        match self.0 {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::String(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }

    /// A whole number, also when written as text.
    pub(in crate::meta) fn int(self) -> Option<i64> {
        self.0.as_i64().or_else(|| self.0.as_str()?.parse().ok())
    }

    pub(in crate::meta) fn flag(self) -> bool {
        self.0.as_bool().unwrap_or(false)
    }

    /// Degrees as a whole number of 10⁻⁷ degrees; `None` beyond `limit` degrees.
    pub(in crate::meta) fn degrees_e7(self, limit: i32) -> Option<i32> {
        let degrees: f64 = self.0.as_f64().or_else(|| self.0.as_str()?.parse().ok())?;
        // Written out and read back as digits: no arithmetic on floats, no cast.
        let e7: i32 = format!("{degrees:.7}").replace('.', "").parse().ok()?;
        (e7.checked_abs()? <= limit.checked_mul(10_000_000)?).then_some(e7)
    }

    pub(in crate::meta) fn to_value(self) -> Value {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_written() {
        let value = json!({"a": 5, "b": "5", "c": "", "d": null, "e": [1], "f": 1.5});
        let node = Node::new(&value);
        assert_eq!(node.get("a").text().as_deref(), Some("5"));
        assert_eq!(node.get("b").int(), Some(5));
        for key in ["c", "d", "e", "missing"] {
            assert_eq!((node.get(key).text(), node.get(key).int()), (None, None), "{key}");
        }
        assert_eq!(node.get("f").int(), None);
        assert_eq!(node.get("a").get("deeper").text(), None);
    }

    #[test]
    fn degrees_become_whole_numbers() {
        for (written, expected) in [
            (json!(5.348_899_9), Some(53_488_999)),
            (json!(-4.007), Some(-40_070_000)),
            (json!("5.5"), Some(55_000_000)),
            (json!(0), Some(0)),
            (json!(90), Some(900_000_000)),
            (json!(90.1), None),
            (json!(1e300), None),
            (json!("NaN"), None),
            (json!("north"), None),
            (json!(null), None),
        ] {
            assert_eq!(Node::new(&written).degrees_e7(90), expected, "{written}");
        }
    }
}
