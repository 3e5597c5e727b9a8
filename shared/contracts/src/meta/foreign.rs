//! Serde for Meta's identifiers, which `domain` keeps as opaque newtypes without serde.
//!
//! Used as `#[serde(with = "crate::meta::foreign")]`.

use domain::ids::{Bsuid, PhoneNumberId, WaId, WabaId, Wamid};
use serde::{Deserialize, Deserializer, Serializer};

/// An identifier that Meta issued.
pub(crate) trait Foreign: Sized {
    fn of(text: String) -> Self;
    fn text(&self) -> &str;
}

macro_rules! foreign {
    ($($name:ident),*) => {$(
        impl Foreign for $name {
            fn of(text: String) -> Self {
                Self::new(text)
            }

            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

foreign!(Bsuid, PhoneNumberId, WaId, WabaId, Wamid);

pub(crate) fn serialize<T: Foreign, S: Serializer>(id: &T, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(id.text())
}

pub(crate) fn deserialize<'de, T: Foreign, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    String::deserialize(d).map(T::of)
}

/// The same for an identifier that may be absent; the field also needs `#[serde(default)]`.
pub(super) mod option {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Foreign;

    #[expect(clippy::ref_option, reason = "serde gives the field by reference")]
    pub(crate) fn serialize<T: Foreign, S: Serializer>(
        id: &Option<T>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => s.serialize_str(id.text()),
            None => s.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, T: Foreign, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<T>, D::Error> {
        Ok(Option::<String>::deserialize(d)?.map(T::of))
    }
}
