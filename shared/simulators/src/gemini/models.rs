//! The models served in late November 2026 and what each refuses (Gemini API, models page and
//! changelog of October 2026).

use super::error::ApiError;

/// A model that answers. `version` is the one actually served: retired ids are routed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) version: &'static str,
    pub(super) stage: &'static str,
    /// Whether `thinkingLevel: MINIMAL` is known.
    pub(super) minimal_thinking: bool,
    /// Whether `thinkingBudget: 0` is accepted.
    pub(super) thinking_can_be_off: bool,
}

const FLASH_3_8: Model = Model {
    version: "gemini-3.8-flash",
    stage: "STABLE",
    minimal_thinking: false,
    thinking_can_be_off: false,
};
const FLASH_3_6: Model = Model { version: "gemini-3.6-flash", minimal_thinking: true, ..FLASH_3_8 };
const ARGON_4: Model = Model { version: "gemini-4-argon", ..FLASH_3_6 };
const FLASH_LITE_3_5: Model = Model { version: "gemini-3.5-flash-lite", ..FLASH_3_6 };
const FLASH_LITE_3_1: Model =
    Model { version: "gemini-3.1-flash-lite", thinking_can_be_off: true, ..FLASH_3_6 };
const PRO_3_1: Model = Model { version: "gemini-3.1-pro-preview", stage: "PREVIEW", ..FLASH_3_8 };
const FLASH_3: Model = Model { version: "gemini-3-flash-preview", stage: "PREVIEW", ..FLASH_3_6 };

/// Finds the model behind `id` on `api` (`v1` or `v1beta`), or the 404 Google answers.
pub(super) fn find(api: &str, id: &str) -> Result<Model, ApiError> {
    match id {
        // 3.7 and 3.5 are routed to their successors since 8 October 2026.
        "gemini-3.8-flash" | "gemini-3.7-flash" => Ok(FLASH_3_8),
        "gemini-3.6-flash" | "gemini-3.5-flash" => Ok(FLASH_3_6),
        "gemini-4-argon" => Ok(ARGON_4),
        "gemini-3.5-flash-lite" => Ok(FLASH_LITE_3_5),
        "gemini-3.1-flash-lite" => Ok(FLASH_LITE_3_1),
        "gemini-3.1-pro-preview" => Ok(PRO_3_1),
        "gemini-3-flash-preview" => Ok(FLASH_3),
        // The moving aliases exist on v1beta only.
        "gemini-flash-latest" if api == "v1beta" => Ok(FLASH_3_8),
        "gemini-flash-lite-latest" if api == "v1beta" => Ok(FLASH_LITE_3_5),
        "gemini-pro-latest" if api == "v1beta" => Ok(PRO_3_1),
        "gemini-2.5-flash" | "gemini-2.5-flash-lite" | "gemini-2.5-pro" => Err(retired(id)),
        _ => Err(ApiError::new(
            404,
            format!(
                "models/{id} is not found for API version {api}, or is not supported for \
                 generateContent. Call ListModels to see the list of available models and their \
                 supported methods."
            ),
        )),
    }
}

fn retired(id: &str) -> ApiError {
    ApiError::new(
        404,
        format!(
            "This model models/{id} is no longer available to new users. Please update your code \
             to use a newer model for the latest features and improvements."
        ),
    )
}
