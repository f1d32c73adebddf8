#pragma once

#include "rerate/study/rotation_request.h"
#include "rerate/study/section_context.h"

namespace rerate {

// What a [[rotation]] asks, with its series as of the study's date, for the kernels of rerate/rotation.
SectorPanelQuestion panel_question(const RotationRequest& request, const SectionContext& context);
RotationDefinition definition_of(const RotationRequest& request, const SectionContext& context);

// "Consumer non-durables": its own title, else that of the series, else the name.
std::vector<std::string> sector_titles_of(const RotationRequest& request, const SectionContext& context);
// "12-1 momentum", "value" (the signal's name as words) ...
std::string signal_title_of(const SignalDefinition& signal);

// By sector: whether its prices and its figures may be republished.
std::vector<bool> sectors_shown(const RotationRequest& request, const SectionContext& context);
// Whether everything that the section reads may be.
bool all_shown(const RotationRequest& request, const SectionContext& context);

}  // namespace rerate
