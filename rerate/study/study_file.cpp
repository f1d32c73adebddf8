#include "rerate/study/study_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rerate/base/file.h"
#include "rerate/base/sha256.h"
#include "rerate/study/study_links.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

bool is_name(std::string_view text, std::string_view also) {
  if (text.empty() || text.size() > 80 || !(text[0] >= 'a' && text[0] <= 'z')) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
  });
}

void read_head(const TomlTable& root, StudyFile& study) {
  const auto head = root.require("study", "[study] with a title and packs").table();
  study.title = head.require("title", "title = \"US small caps\"").text();
  if (const auto as_of = head.find("as_of")) {
    const bool latest = as_of->type() == TomlValue::Type::text && as_of->text() == "latest";
    if (!latest) study.as_of = read_date(*as_of, Edge::last_day);
  }
  const auto packs = head.require("packs", "packs = [\"open\"]");
  for (const auto& pack : packs.array()) {
    const auto name = pack.text();
    if (!is_name(name, "_-"))
      pack.refuse(fmt::format("`{}` is no pack name", name.substr(0, 80)),
                  "Names are lower case letters, digits, - and _.");
    study.packs.push_back(name);
  }
  if (study.packs.empty()) packs.refuse("`packs` is empty", "Name at least one: packs = [\"open\"].");
  if (const auto seed = head.find("seed")) {
    if (seed->integer() < 0) seed->refuse("`seed` must not be negative");
    study.seed = static_cast<std::uint64_t>(seed->integer());
  }
  if (const auto recessions = head.find("recessions"))
    study.recessions = {"recessions", recessions->text(), recessions->inner_place()};
  head.finish("[study]");
}

SeriesDefinition read_series(const std::string& name, const TomlValue& value) {
  if (!is_name(name, "_"))
    value.refuse(fmt::format("`{}` is no series name", name.substr(0, 80)),
                 "Names are lower case letters, digits and _, and begin with a letter.");
  if (value.type() == TomlValue::Type::text) return {name, name, value.text(), value.inner_place()};
  const auto table = value.table();
  const auto formula = table.require("formula", "formula = \"rates.gs10 - bey(rates.tb3ms)\"");
  SeriesDefinition definition{name, table.text("title").value_or(name), formula.text(),
                              formula.inner_place()};
  table.finish("a series");
  return definition;
}

SectionQuestion read_question(const std::string& kind, const TomlTable& table, const StudyFile& study) {
  if (kind == "event_study") return read_event_study(table, study.seed);
  if (kind == "curve_recessions") return read_curve_recessions(table);
  if (kind == "fair_value") return read_fair_value(table, study.recessions);
  if (kind == "rival") return read_rival(table);
  if (kind == "scorecard") return read_scorecard(table);
  if (kind == "rotation") return read_rotation(table);
  if (kind == "claims") return read_claims(table);
  if (kind == "credit") return read_credit_request(table, study.recessions);
  if (kind == "regimes") return read_regimes(table);
  if (kind == "style_curve") return read_style_curve(table);
  if (kind == "recession_probability") return read_recession_probability(table);
  return read_policy_multiple(table);
}

SectionRequest read_section(const std::string& kind, const TomlTable& table, const StudyFile& study) {
  SectionRequest section;
  section.kind = kind;
  const auto id = table.require("id", "id = \"manufacturing-lows\"");
  section.id = id.text();
  if (!is_name(section.id, "_-"))
    id.refuse(fmt::format("`{}` is no section id", section.id.substr(0, 80)),
              "Ids are lower case letters, digits, - and _, and begin with a letter.");
  section.title = table.text("title").value_or(section.id);
  section.place = table.place();
  section.question = read_question(kind, table, study);
  table.finish(fmt::format("[[{}]]", kind));
  return section;
}

void read_sections(const TomlTable& root, StudyFile& study) {
  for (const auto* kind : kSectionKinds)
    if (const auto listed = root.find(kind))
      for (const auto& element : listed->array())
        study.sections.push_back(read_section(kind, element.table(), study));
  std::stable_sort(study.sections.begin(), study.sections.end(), [](const auto& a, const auto& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  std::set<std::string> seen;
  for (const auto& section : study.sections)
    if (!seen.insert(section.id).second)
      refuse(ErrorCode::study_file, fmt::format("two sections have the id `{}`", section.id),
             "Give each section an id of its own.", section.place);
  if (study.sections.empty())
    root.refuse("the study has no section", "Add at least one, for example [[event_study]].");
}

}  // namespace

StudyFile parse_study(std::string_view content, const std::filesystem::path& path,
                      const std::vector<std::pair<std::string, std::string>>& overrides) {
  if (content.find_first_not_of(" \t\r\n") == std::string_view::npos)
    refuse(ErrorCode::file_empty, "the study file is empty", "Start from a shipped one in studies/.",
           Place{path.string()});
  auto document = TomlDocument::parse(content, path.string(), ErrorCode::study_file);
  Sha256 hash;
  hash.add(content);
  for (const auto& [key, value] : overrides) {
    document.set(key, value);
    hash.add(fmt::format("\n--set {}={}", key, value));
  }
  const auto root = document.root();
  StudyFile study;
  study.path = path;
  study.sha256 = hash.finish();
  read_head(root, study);
  if (const auto series = root.find("series")) {
    const auto table = series->table();
    for (const auto& name : table.keys()) study.series.push_back(read_series(name, *table.find(name)));
  }
  read_sections(root, study);
  root.finish("the study file");
  link_sections(study);
  return study;
}

StudyFile read_study_file(const std::filesystem::path& path,
                          const std::vector<std::pair<std::string, std::string>>& overrides) {
  return parse_study(read_file(path, std::size_t{32} << 20), path, overrides);
}

}  // namespace rerate
