#include "rerate/publish/results_json.h"

#include <limits>

#include "rerate/publish/json_writer.h"
#include "rerate/publish/note_dashboard.h"
#include "rerate/publish/vega_chart.h"

namespace rerate {
namespace {

using Layout = JsonWriter::Layout;

struct CellWriter {
  JsonWriter& json;
  void operator()(std::monostate) const { json.null(); }
  void operator()(Date date) const { json.value(to_string(date)); }
  void operator()(const Sparkline& line) const {
    json.begin_array(JsonWriter::Layout::row);
    for (const double value : line.values) json.value(value);
    json.end();
  }
  template <class T>
  void operator()(const T& plain) const {
    json.value(plain);
  }
};

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts,
                 Layout layout = Layout::lines) {
  json.key(name);
  json.begin_array(layout);
  for (const std::string& text : texts) json.value(text);
  json.end();
}

void write_facts(JsonWriter& json, const std::vector<Fact>& facts) {
  json.key("facts");
  json.begin_array();
  for (const Fact& fact : facts) {
    json.begin_object(Layout::row);
    json.member("label", fact.label);
    json.member("text", fact.text);
    json.end();
  }
  json.end();
}

void write_lights(JsonWriter& json, const std::vector<Light>& lights) {
  if (lights.empty()) return;
  json.key("lights");
  json.begin_array();
  for (const Light& light : lights) {
    json.begin_object(Layout::row);
    json.member("title", light.title);
    json.member("state", light_name(light.state));
    json.member("text", light.text);
    json.end();
  }
  json.end();
}

// What a number has when it varies over the section's definitions, and nothing else has.
void write_fragility(JsonWriter& json, const NumberFragility& fragility) {
  json.key("fragility");
  json.begin_object(Layout::row);
  json.member("definitions", fragility.definitions);
  json.member("min", fragility.min);
  json.member("p05", fragility.p05);
  json.member("median", fragility.median);
  json.member("p95", fragility.p95);
  json.member("max", fragility.max);
  json.member("same_sign", fragility.same_sign);
  json.member("significant", fragility.significant.value_or(std::numeric_limits<double>::quiet_NaN()));
  json.member("percentile", fragility.percentile);
  if (!fragility.flip.empty()) json.member("flip", fragility.flip);
  json.end();
}

void write_numbers(JsonWriter& json, const std::vector<Number>& numbers) {
  json.key("numbers");
  json.begin_object();
  for (const Number& number : numbers) {
    json.key(number.name);
    json.begin_object(Layout::row);
    json.member("value", number.value);
    json.member("unit", number.unit);
    json.member("title", number.title);
    if (number.fragility) write_fragility(json, *number.fragility);
    json.end();
  }
  json.end();
}

void write_sets(JsonWriter& json, const std::vector<NamedSet>& sets) {
  if (sets.empty()) return;
  json.key("sets");
  json.begin_object();
  for (const NamedSet& set : sets) {
    json.key(set.name);
    json.begin_object(Layout::row);
    json.member("title", set.title);
    write_texts(json, "members", set.members, Layout::row);
    json.end();
  }
  json.end();
}

void write_multiverse(JsonWriter& json, const std::optional<SectionMultiverse>& multiverse) {
  if (!multiverse) return;
  json.key("multiverse");
  json.begin_object();
  json.member("lead", multiverse->lead);
  json.member("size", multiverse->size);
  json.member("definitions", multiverse->definitions);
  json.member("distinct", multiverse->distinct);
  json.member("whole", multiverse->whole);
  json.member("stopped", multiverse->stopped);
  json.member("words", multiverse->words);
  json.member("looks", multiverse->looks);
  json.member("p", multiverse->p);
  json.member("p_adjusted", multiverse->p_adjusted);
  json.member("p_adjusted_by", multiverse->p_adjusted_by);
  json.end();
}

void write_claim(JsonWriter& json, const JudgedClaim& claim) {
  json.begin_object();
  json.member("section", claim.section);
  json.member("words", claim.words);
  json.member("claimed", claim.claimed);
  json.member("found", claim.found);
  json.member("verdict", claim.verdict);
  json.member("rule", claim.rule);
  json.member("miss", claim.miss);
  json.member("definitions", claim.definitions);
  json.member("sample_of", claim.sample_of);
  json.member("reproducing", claim.reproducing);
  json.member("exactly", claim.exactly);
  json.member("changed", claim.changed);
  write_texts(json, "others", claim.others);
  write_texts(json, "spread", claim.spread);
  json.member("given", claim.given);
  json.end();
}

void write_claims(JsonWriter& json, const std::vector<JudgedClaim>& claims) {
  if (claims.empty()) return;
  json.key("claims");
  json.begin_array();
  for (const JudgedClaim& claim : claims) write_claim(json, claim);
  json.end();
}

void write_columns(JsonWriter& json, const std::vector<Column>& columns) {
  json.key("columns");
  json.begin_array();
  for (const Column& column : columns) {
    json.begin_object(Layout::row);
    json.member("name", column.name);
    json.member("unit", column.unit);
    json.end();
  }
  json.end();
}

void write_row_units(JsonWriter& json, const std::vector<RowFormat>& formats) {
  if (formats.empty()) return;
  json.key("row_units");
  json.begin_array(Layout::row);
  for (const RowFormat& format : formats) json.value(format.unit);
  json.end();
}

void write_table(JsonWriter& json, const Table& table) {
  json.key(table.name);
  json.begin_object();
  json.member("title", table.title);
  write_columns(json, table.columns);
  write_row_units(json, table.row_formats);
  json.key("rows");
  json.begin_array();
  for (const std::vector<Cell>& row : table.rows) {
    json.begin_array(Layout::row);
    for (const Cell& cell : row) std::visit(CellWriter{json}, cell);
    json.end();
  }
  json.end();
  json.end();
}

void write_charts(JsonWriter& json, const std::vector<Chart>& charts) {
  json.key("charts");
  json.begin_array();
  for (const Chart& chart : charts) {
    json.begin_object();
    json.member("id", chart.id);
    json.member("title", chart.title);
    json.key("spec");
    json.raw(vega_chart(chart));
    json.end();
  }
  json.end();
}

void write_details(JsonWriter& json, const std::vector<Detail>& details) {
  json.key("details");
  json.begin_array();
  for (const Detail& detail : details) {
    json.begin_object();
    json.member("title", detail.title);
    json.member("text", detail.text);
    json.end();
  }
  json.end();
}

void write_section(JsonWriter& json, const Section& section) {
  json.begin_object();
  json.member("id", section.id);
  json.member("kind", section.kind);
  json.member("title", section.title);
  json.member("headline", section.headline);
  write_lights(json, section.lights);
  write_facts(json, section.facts);
  write_numbers(json, section.numbers);
  write_sets(json, section.sets);
  write_multiverse(json, section.multiverse);
  write_claims(json, section.claims);
  json.key("tables");
  json.begin_object();
  for (const Table& table : section.tables) write_table(json, table);
  json.end();
  write_charts(json, section.charts);
  write_details(json, section.details);
  write_texts(json, "inputs", section.inputs);
  write_texts(json, "warnings", section.warnings);
  json.end();
}

void write_input(JsonWriter& json, const InputRecord& input) {
  json.begin_object();
  json.member("series", input.series);
  json.member("title", input.title);
  json.member("unit", input.unit);
  json.member("source", input.source);
  json.member("licence", input.licence);
  json.member("redistribute", input.redistribute);
  json.member("first", input.first);
  json.member("last", input.last);
  json.member("known_at", to_string(input.known_at));
  json.member("grade", input.grade);
  json.member("sha256", input.sha256);
  json.member("note", input.note);
  json.end();
}

void write_study(JsonWriter& json, const Results& results) {
  json.key("study");
  json.begin_object();
  json.member("title", results.study_title);
  json.member("file", results.study_file);
  json.member("sha256", results.study_sha256);
  json.member("seed", results.seed);
  json.member("version", results.rerate_version);
  json.end();
}

}  // namespace

std::string results_json(const Results& results) {
  JsonWriter json;
  json.begin_object();
  json.member("schema", "rerate.results/1");
  write_study(json, results);
  json.member("as_of", to_string(results.as_of));
  json.key("sections");
  json.begin_array();
  for (const Section& section : results.sections) write_section(json, section);
  json.end();
  json.key("inputs");
  json.begin_array();
  for (const InputRecord& input : results.inputs) write_input(json, input);
  json.end();
  write_texts(json, "warnings", results.warnings);
  json.end();
  return json.take() + "\n";
}

}  // namespace rerate
