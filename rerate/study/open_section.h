#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rerate/base/toml_choices.h"
#include "rerate/study/section_choices.h"

namespace rerate {

// Keys of a section that say nothing of its definition.
inline const std::vector<std::string> kPlainKeys = {"id", "title", "claim", "claims", "vary", "multiverse"};

// Reads the table of a section as its kind does.
using QuestionReader = std::function<SectionQuestion(const TomlTable&)>;

// What a section leaves open: the sets that its own reading met, and those of `vary`; null when there is nothing. `own` must have read all
// of the section, with notes. Every option is read once with the others as in the study.
// Throws UserError choice_range, choice_options, choice_option; and what the reader refuses at the place of an option, unless it
// is fine beside other options.
std::shared_ptr<const SectionChoices> open_choices(const TomlTable& section, const TomlReading& own,
                                                   const SectionQuestion& question,
                                                   const QuestionReader& read);

// Of the key `multiverse`; throws UserError multiverse_setting.
MultiverseSettings read_multiverse(const TomlTable& section, const std::string& kind);

}  // namespace rerate
