#include "rerate/study/rotation_section.h"

#include "rerate/study/rotation_findings.h"
#include "rerate/study/rotation_numbers.h"
#include "rerate/study/rotation_trials.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
Section rotation_section(const std::string& id, const std::string& title, const RotationRequest& request,
                         const SectionContext& context) {
  const auto found = find_rotation(id, request, context);
  Section section;
  section.id = id;
  section.kind = "rotation";
  section.title = title;
  section.numbers = rotation_numbers(found);
  section.warnings = found.warnings;
  section.tried = tried_of(id, found);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
