#include "rerate/study/rotation_section.h"

#include "rerate/study/rotation_charts.h"
#include "rerate/study/rotation_findings.h"
#include "rerate/study/rotation_numbers.h"
#include "rerate/study/rotation_tables.h"
#include "rerate/study/rotation_trials.h"
#include "rerate/study/rotation_words.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

std::string luck_panel(const RotationFindings& found) {
  std::string text;
  for (const auto& paragraph : luck_in_words(found)) text += (text.empty() ? "" : " ") + paragraph;
  return text;
}

}  // namespace

Section rotation_section(const std::string& id, const std::string& title, const RotationRequest& request,
                         const SectionContext& context) {
  const auto found = find_rotation(id, request, context);
  Section section;
  section.id = id;
  section.kind = "rotation";
  section.title = title;
  section.headline = rotation_headline(found);
  section.facts = rotation_facts(found);
  section.facts.push_back({"Luck", luck_panel(found)});
  section.numbers = rotation_numbers(found);
  section.tables = rotation_tables(found);
  section.charts = rotation_charts(found, context.recessions);
  section.lights = rotation_lights(found);
  section.warnings = rotation_warnings(found);
  section.tried = tried_of(id, found);
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
