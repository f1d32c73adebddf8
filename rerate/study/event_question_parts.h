#pragma once

#include <span>
#include <vector>

#include "rerate/study/event_definition_questions.h"

namespace rerate {

// The parts of questions whose rules are all of one kind (place in EpisodeRule), else with the rule as one part.
std::vector<EventQuestionPart> event_question_parts(std::optional<std::size_t> kind_of_rule);

}  // namespace rerate
