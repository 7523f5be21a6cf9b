-- name: InsertCustomer :one
INSERT INTO customers (email, company_name, business_data, tier)
VALUES (@email, @company_name, @business_data, @tier)
RETURNING *;

-- name: InsertProfileVersion :exec
INSERT INTO profile_versions (customer_id, version, business_data)
VALUES (@customer_id, @version, @business_data);

-- name: ProfileVersion :one
SELECT business_data FROM profile_versions WHERE customer_id = @customer_id AND version = @version;

-- name: CustomerByCompany :one
-- Locked, so that two profiles that arrive at once get two versions.
SELECT * FROM customers WHERE lower(email) = lower(@email) AND company_name = @company_name
FOR UPDATE;

-- name: ReplaceProfile :one
UPDATE customers SET business_data = @business_data, profile_version = profile_version + 1, updated_at = now()
WHERE id = @id RETURNING *;
