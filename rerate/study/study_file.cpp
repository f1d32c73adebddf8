#include "rerate/study/study_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rerate/base/file.h"
#include "rerate/base/sha256.h"
#include "rerate/study/definition_hash.h"
#include "rerate/study/open_section.h"
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

// What sections take from the study's head.
struct StudyHead {
  std::uint64_t seed;
  SeriesUse recessions;
};

SectionQuestion read_question(const std::string& kind, const TomlTable& table, const StudyHead& study) {
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

// A section that was read, and what it was read from.
struct ReadSection {
  SectionRequest request;
  TomlTable table;
  TomlReading own;
};

// What is claimed or left open stands in the section that it is about.
void check_claims_keys(const TomlTable& table) {
  for (const auto* key : {"claim", "claims", "vary", "multiverse"})
    if (const auto value = table.find(key))
      refuse(ErrorCode::study_file,
             fmt::format("[[claims]] shows what other sections claim: it has no `{}`", key),
             fmt::format("Move `{}` to the section that it is about.", key), value->place());
}

ReadSection read_section(const std::string& kind, const TomlTable& table, const StudyHead& head) {
  ReadSection read{{}, table, TomlReading(table, kPlainKeys)};
  const auto own = read.own.table();
  auto& section = read.request;
  section.kind = kind;
  const auto id = own.require("id", "id = \"manufacturing-lows\"");
  section.id = id.text();
  if (!is_name(section.id, "_-"))
    id.refuse(fmt::format("`{}` is no section id", section.id.substr(0, 80)),
              "Ids are lower case letters, digits, - and _, and begin with a letter.");
  section.title = own.text("title").value_or(section.id);
  section.place = table.place();
  if (kind == "claims") check_claims_keys(table);
  section.question = read_question(kind, own, head);
  section.multiverse = read_multiverse(own, kind);
  section.claims = read_section_claims(own, kind);
  own.find("vary");  // read when the sections know each other
  own.finish(fmt::format("[[{}]]", kind));
  return read;
}

void check_sections(const std::vector<SectionRequest>& sections) {
  std::set<std::string> seen;
  bool claims = false;
  for (const auto& section : sections) {
    if (!seen.insert(section.id).second)
      refuse(ErrorCode::study_file, fmt::format("two sections have the id `{}`", section.id),
             "Give each section an id of its own.", section.place);
    if (claims && section.kind == "claims")
      refuse(ErrorCode::study_file, "a second [[claims]]",
             "The first shows the claims of all sections: keep one.", section.place);
    claims = claims || section.kind == "claims";
  }
}

// Another definition of a section reads the same others.
QuestionReader reader_of(const ReadSection& read, const StudyHead& head,
                         std::shared_ptr<const std::vector<SectionRequest>> sections) {
  return [kind = read.request.kind, head, sections](const TomlTable& table) {
    auto question = read_question(kind, table, head);
    link_question(question, *sections);
    return question;
  };
}

void read_sections(const TomlTable& root, StudyFile& study) {
  const StudyHead head{study.seed, study.recessions};
  std::vector<ReadSection> read;
  for (const auto* kind : kSectionKinds)
    if (const auto listed = root.find(kind))
      for (const auto& element : listed->array()) read.push_back(read_section(kind, element.table(), head));
  std::stable_sort(read.begin(), read.end(), [](const auto& a, const auto& b) {
    const auto &first = a.request.place, &second = b.request.place;
    return std::pair(first.line, first.column) < std::pair(second.line, second.column);
  });
  for (const auto& one : read) study.sections.push_back(one.request);
  check_sections(study.sections);
  if (study.sections.empty())
    root.refuse("the study has no section", "Add at least one, for example [[event_study]].");
  root.finish("the study file");
  link_sections(study);
  const auto others = std::make_shared<const std::vector<SectionRequest>>(study.sections);
  for (std::size_t i = 0; i < read.size(); ++i)
    study.sections[i].choices = open_choices(read[i].table, read[i].own, study.sections[i].question,
                                             reader_of(read[i], head, others));
  std::vector<std::string> texts;
  for (const auto& one : read) texts.push_back(one.own.canonical_text());
  add_definition_hashes(study, texts);
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
  return study;
}

StudyFile read_study_file(const std::filesystem::path& path,
                          const std::vector<std::pair<std::string, std::string>>& overrides) {
  return parse_study(read_file(path, std::size_t{32} << 20), path, overrides);
}

}  // namespace rerate
