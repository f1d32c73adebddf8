#include "rerate/study/rotation_section.h"

#include "rerate/study/rotation_charts.h"
#include "rerate/study/rotation_findings.h"
#include "rerate/study/rotation_numbers.h"
#include "rerate/study/rotation_tables.h"
#include "rerate/study/rotation_trials.h"
#include "rerate/study/rotation_words.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

std::string luck_panel(const RotationFindings& found) {
  std::string text;
  for (const auto& paragraph : luck_in_words(found)) text += (text.empty() ? "" : " ") + paragraph;
  return text;
}

std::vector<NamedSet> sets_of(const RotationFindings& found) {
  NamedSet favoured{"favoured", "Favoured sectors", {}};
  for (const Index sector : favoured_sectors(found))
    favoured.members.push_back(found.request->sectors.at(static_cast<std::size_t>(sector)).name);
  return {std::move(favoured)};
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
  section.sets = sets_of(found);
  return section;
}

Figures rotation_figures(const RotationRequest& request, const SectionContext& context) {
  const auto found = find_backtest(request, context);
  return figures_from("rotation", rotation_backtest_numbers(found), sets_of(found));
}

}  // namespace rerate
