#include "rerate/study/study_links.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/spelling.h"

namespace rerate {
namespace {

using Sections = std::vector<SectionRequest>;

template <class Request>
std::vector<std::string> ids_of(const Sections& sections) {
  std::vector<std::string> ids;
  for (const auto& section : sections)
    if (std::holds_alternative<Request>(section.question)) ids.push_back(section.id);
  return ids;
}

std::string listed(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text;
}

// The section of this kind that the key `key` names by its id.
template <class Request>
const Request& section_named(const Sections& sections, const std::string& id, std::string_view key,
                             std::string_view kind, const Place& place) {
  const auto ids = ids_of<Request>(sections);
  const auto section =
      std::find_if(sections.begin(), sections.end(), [&](const SectionRequest& one) { return one.id == id; });
  const auto mend = ids.empty()
                        ? fmt::format("The study has no [[{}]]: add one, or leave `{}` out.", kind, key)
                        : did_you_mean(id, ids, fmt::format("The study has: {}.", listed(ids)));
  if (section == sections.end())
    refuse(ErrorCode::rotation_link, fmt::format("`{}` names no section: {}", key, id.substr(0, 80)), mend,
           place);
  const auto* request = std::get_if<Request>(&section->question);
  if (!request)
    refuse(ErrorCode::rotation_link,
           fmt::format("`{}` must name a [[{}]], but `{}` is a [[{}]]", key, kind, id, section->kind), mend,
           place);
  return *request;
}

LinkedScenarios scenarios_of(const std::string& id, const FairValueRequest& fair_value) {
  LinkedScenarios linked;
  linked.section = id;
  linked.price = fair_value.price;
  linked.drivers = fair_value.drivers;
  linked.scenarios = fair_value.scenarios;
  linked.recession = fair_value.recession;
  linked.horizon_months = whole_months(fair_value.horizon).value_or(linked.horizon_months);
  return linked;
}

// Scenarios speak to a rotation through drivers that both call the same. Of a fair value that has none, as its figures are given,
// the section says so.
void check_shared_driver(const RotationRequest& rotation, const LinkedScenarios& linked) {
  if (linked.drivers.empty()) return;
  for (const auto& signal : rotation.signals)
    for (const auto& driver : signal.drivers)
      for (const auto& other : linked.drivers)
        if (driver.name == other.name) return;
  std::vector<std::string> names;
  for (const auto& driver : linked.drivers) names.push_back(driver.name);
  refuse(ErrorCode::rotation_link,
         fmt::format("no driver of the macro signal is called like one of `{}`", linked.section),
         fmt::format("Give them the names that the fair value uses: {}.", listed(names)),
         rotation.scenarios_place);
}

void link(RotationRequest& rotation, const Sections& sections) {
  if (!rotation.scenarios_of.empty())
    rotation.scenarios = scenarios_of(
        rotation.scenarios_of, section_named<FairValueRequest>(sections, rotation.scenarios_of, "scenarios",
                                                               "fair_value", rotation.scenarios_place));
  if (rotation.scenarios) check_shared_driver(rotation, *rotation.scenarios);
  if (!rotation.regimes_of.empty())
    rotation.regimes = section_named<RegimesRequest>(sections, rotation.regimes_of, "regimes", "regimes",
                                                     rotation.regimes_place);
}

}  // namespace

void link_question(SectionQuestion& question, const Sections& sections) {
  if (auto* rotation = std::get_if<RotationRequest>(&question)) link(*rotation, sections);
}

void link_sections(StudyFile& study) {
  for (auto& section : study.sections) link_question(section.question, study.sections);
}

}  // namespace rerate
